"""The shapes of worlds: which ObjectTypes of which systems are kept equal, who makes records, what matches."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, structs

from runtime.lens import email, key_in_text, number, text
from runtime.model import (
    Access,
    Binding,
    Connected,
    Creation,
    CreationRule,
    Feed,
    FeedScheme,
    Flow,
    Kind,
    Match,
    Mirror,
    Number,
    ObjectPair,
    ObjectType,
    Operations,
    Patch,
    Property,
    Record,
    Reference,
    Row,
    System,
    Text,
    View,
    ViewSide,
)
from runtime.predicates import filled
from tests.simulate.systems import Habits

__all__ = ["TOPOLOGIES", "Edge", "Extras", "Topology", "flows_of", "kind_of"]


class Thing(Record, frozen=True, kw_only=True):
    p: Text = UNSET
    q: Text = UNSET
    n: Number = UNSET
    c: Text = UNSET
    tag: Text = UNSET
    ref: Text = UNSET


class ThingPatch(Patch, frozen=True, kw_only=True):
    p: Text = UNSET
    q: Text = UNSET
    n: Number = UNSET
    c: Text = UNSET
    tag: Text = UNSET
    ref: Text = UNSET


class ThingView(View, frozen=True, kw_only=True):
    p: Text = UNSET
    q: Text = UNSET
    n: Number = UNSET
    c: Text = UNSET
    tag: Text = UNSET
    ref: Text = UNSET


class Edge(Struct, frozen=True):
    """A pair: "system.type" on both sides; whether a mirrored section makes records the other way too."""

    left: str
    right: str
    mirrored: bool = False
    matches: bool = False


class Extras(Struct, frozen=True, kw_only=True):
    """What a history may have beside two texts: a decimal `n`, kept equal; a copy of the left's `p` in the right's `c`;
    a place whose `p` takes no more than two characters; and a rule for new records (`q` is filled, or what they refer
    to is linked)."""

    numbers: bool = False
    copies: bool = False
    short: str = ""
    rules: bool = False


class Topology(Struct, frozen=True, kw_only=True):
    """A shape. `refers` names, for a type, the type of the same system that its `ref` points to. `flows` says which
    edges belong together in a flow. `most` is how many records with one tag a type may hold."""

    edges: tuple[Edge, ...]
    refers: dict[str, str] = {}
    most: int = 1

    @property
    def places(self) -> list[str]:
        return sorted({place for edge in self.edges for place in (edge.left, edge.right)})


TOPOLOGIES: dict[str, Topology] = {
    "two": Topology(edges=(Edge("a.t", "b.t"),)),
    "match": Topology(edges=(Edge("a.t", "b.t", mirrored=True, matches=True),)),
    "match-two": Topology(edges=(Edge("a.t", "b.t", matches=True), Edge("a.u", "b.t", True, True)), most=2),
    "mirror": Topology(edges=(Edge("a.t", "b.t", mirrored=True),)),
    "hub": Topology(edges=(Edge("h.t", "a.t", True), Edge("h.t", "b.t", True), Edge("h.t", "c.t", True))),
    "erp": Topology(
        edges=(
            Edge("crm.t", "erp.t", True),
            Edge("erp.t", "v1.t"),
            Edge("erp.t", "v2.t"),
            Edge("erp.t", "v3.t", True),
            Edge("erp.t", "v4.t"),
        )
    ),
    "chain": Topology(edges=(Edge("a.t", "b.t", True), Edge("b.t", "c.t", True))),
    "cycle": Topology(edges=(Edge("a.t", "b.t"), Edge("b.t", "c.t"), Edge("c.t", "a.t"))),
    "diamond": Topology(edges=(Edge("a.t", "b.t"), Edge("a.t", "c.t"), Edge("b.t", "d.t"), Edge("c.t", "d.t"))),
    "self": Topology(edges=(Edge("a.t", "a.u"), Edge("a.u", "a.t"))),
    "fan-in": Topology(edges=(Edge("a.t", "b.t"), Edge("a.u", "b.t")), most=2),
    "fan-out": Topology(edges=(Edge("a.t", "b.t"), Edge("a.t", "b.u"))),
    "refs": Topology(edges=(Edge("a.t", "b.t", True), Edge("a.u", "b.u", True)), refers={"u": "t"}),
    "circle": Topology(edges=(Edge("a.t", "b.t"), Edge("a.u", "b.u")), refers={"u": "t", "t": "u"}),
    "two-into-one": Topology(edges=(Edge("a.t", "c.t", matches=True), Edge("b.t", "c.t", True, True))),
}


def kind_of(place: str, habits: Habits, topology: Topology, settles: int, extras: Extras) -> ObjectType:
    """The ObjectType at a place, with the facts of its system that a profile would state."""
    system, _, name = place.partition(".")
    target = topology.refers.get(name)
    return ObjectType(
        system=System(
            name=system,
            label=system,
            protocol="memory",
            settles_within=settles,
            lag=habits.lag,
            idempotency="Key" if habits.knows_keys else "",
        ),
        name=name,
        record=Thing,
        patch=ThingPatch,
        properties=(
            Property(attribute="p", path=("p",), max_length=2 if place == extras.short else None),
            Property(attribute="q", path=("q",)),
            Property(attribute="n", path=("n",), kind=Kind.DECIMAL),
            Property(attribute="c", path=("c",)),
            Property(attribute="tag", path=("tag",), access=Access.CREATE),
            Property(attribute="ref", path=("ref",), targets=(target,) if target else ()),
        ),
        operations=Operations(
            create="yes", delete="yes", feed=Feed(scheme=FeedScheme.MODIFIED) if habits.feed else None
        ),
        key=("id",),
        version=("version",),
        modified=("modified",),
        created=("made",) if habits.reuses else (),
    )


def _see(record: Thing) -> ThingView:
    return ThingView(
        p=text.get(record.p),
        q=email.get(record.q),
        n=number.get(record.n),
        c=text.get(record.c),
        tag=text.get(record.tag),
        ref=key_in_text.get(record.ref),
    )


def _spell(view: ThingView, old: Thing) -> ThingPatch:
    return ThingPatch(
        p=text.put(view.p, old.p),
        q=email.put(view.q, old.q),
        n=number.put(view.n, old.n),
        c=text.put(view.c, old.c),
        tag=text.put(view.tag, old.tag),
        ref=key_in_text.put(view.ref, old.ref),
    )


def _only(rows: tuple[Row, ...], see: Any) -> Any:
    """Views with the fields of these rows, as a generated View has them."""
    left_out = {name: UNSET for name in ThingView.__struct_fields__ if name not in {row.name for row in rows}}
    return lambda record: structs.replace(see(record), **left_out)


def _see_left(record: Thing) -> ThingView:
    return structs.replace(_see(record), c=text.get(record.p))


def _spell_left(view: ThingView, old: Thing) -> ThingPatch:
    return _spell(structs.replace(view, c=UNSET), old)


_BY_TAG = Match(label="tag = tag", left=lambda r: text.get(r.tag), right=lambda r: text.get(r.tag))
_ROWS = tuple(Row(name=name, left=name, right=name, identity=f"{name} > {name}") for name in ("p", "q", "tag"))
_NUMBER = Row(name="n", left="n", right="n", identity="n > n")
_COPY = Row(name="c", left="p", right="c", identity="p > c", binding=Binding.COPY_RIGHT)
_REF = Row(name="ref", left="ref", right="ref", identity="ref > ref")


def _rule(left: ObjectType, right: ObjectType, refers: bool, extras: Extras) -> CreationRule:
    if not extras.rules:
        return CreationRule()
    if refers:
        connected = Connected(attributes=("ref",), into=right.system.name)
        return CreationRule(kind=Creation.CONNECTED, prose="what it refers to is there", connected=connected)
    return CreationRule(kind=Creation.WHEN, prose="q is filled", when=lambda record: filled(record.q))


def _pair(edge: Edge, kinds: dict[str, ObjectType], topology: Topology, extras: Extras) -> ObjectPair:
    left, right = kinds[edge.left], kinds[edge.right]
    lefts, rights = topology.refers.get(left.name), topology.refers.get(right.name)
    refers = lefts is not None and rights is not None
    rows = (*_ROWS, *([_NUMBER] * extras.numbers), *([_COPY] * extras.copies), *([_REF] * refers))
    return ObjectPair(
        name=f"{edge.left}-{edge.right}",
        title=f"{edge.left} {edge.right}",
        view=ThingView,
        left=ViewSide(type=left, to_view=_only(rows, _see_left), from_view=_spell_left),
        right=ViewSide(type=right, to_view=_only(rows, _see), from_view=_spell),
        rows=rows,
        rule=_rule(left, right, refers, extras),
        match=(_BY_TAG,) if edge.matches else (),
        references=(Reference(field="ref", left=(lefts,), right=(rights,)),) if lefts and rights else (),
    )


def flows_of(topology: Topology, kinds: dict[str, ObjectType], split: bool, extras: Extras) -> list[Flow]:
    """The flows of a shape: one for each two systems, or, not `split`, one for all pairs."""
    by_systems: dict[tuple[str, str], list[Edge]] = {}
    for edge in topology.edges:
        ends = (edge.left.partition(".")[0], edge.right.partition(".")[0]) if split else ("", "")
        by_systems.setdefault(ends, []).append(edge)
    flows = []
    for count, edges in enumerate(by_systems.values()):
        pairs = tuple(_pair(edge, kinds, topology, extras) for edge in edges)
        mirrors = tuple(
            Mirror(pair=pair, title=pair.title, rule=pair.rule)
            for edge, pair in zip(edges, pairs, strict=True)
            if edge.mirrored
        )
        first = pairs[0]
        flows.append(
            Flow(
                name=f"flow{count}",
                title="",
                left=first.left.type.system,
                right=first.right.type.system,
                pairs=pairs,
                mirrors=mirrors,
            )
        )
    return flows
