"""Pages of creation rules: what a section says about new records, and sections whose pair another one holds."""

from __future__ import annotations

from functools import lru_cache

from .ir import Flow, Mirror, Pair
from .naming import snake
from .page import Call, Lit, MirrorPage, Name, WhenPage, call, member
from .page_system import Names, class_of
from .profile import Test

__all__ = ["constant_name", "mirror_page", "module_name", "pair_label", "rule_call", "when_page"]


@lru_cache(maxsize=65536)
def module_name(flow_name: str) -> str:
    """`customerp-tripletex` → `customerp_tripletex`."""
    return snake(flow_name)


def pair_label(pair: Pair) -> str:
    parts = [pair.left.name, pair.left.facet_name, pair.right.name, pair.right.facet_name, pair.discriminator]
    return " ".join(part for part in parts if part)


def constant_name(name: str) -> str:
    return name.upper().rstrip("_")


def mirror_page(
    mirror: Mirror, number: int, flow: Flow, names: Names, labels: dict[str, dict[str, str]]
) -> MirrorPage:
    pair = labels[mirror.flow][_label(mirror)]
    constant = constant_name(pair)
    module = "" if mirror.flow == flow.name else f"{module_name(mirror.flow)}_flow."
    function = f"{pair}_is_due_back_{number}" if number else f"{pair}_is_due_back"
    attributes = names.attributes[mirror.own.left.profile.name, mirror.own.left.name]
    return MirrorPage(
        pair=Name(f"{module}{constant}"),
        title=Lit(f"{mirror.own.left_label} to {mirror.own.right_label}"),
        rule=rule_call(mirror.own, mirror.missing, function, attributes),
        when=when_page(mirror.own, function, names),
    )


def _label(mirror: Mirror) -> str:
    """The label of the pair it mirrors."""
    own = mirror.own
    parts = [own.right.name, own.right.facet_name, own.left.name, own.left.facet_name, mirror.discriminator]
    return " ".join(part for part in parts if part)


def when_page(pair: Pair, function: str, names: Names) -> WhenPage | None:
    when = pair.rule.when
    if when is None:
        return None
    attributes = names.attributes[pair.left.profile.name, pair.left.name]
    tests = tuple(_test_call(test, attributes[test.path]) for test in (when.all or when.any))
    return WhenPage(Name(function), class_of(pair.left, "record", names), tests, is_any=not when.all)


def _test_call(test: Test, attribute: str) -> Call:
    value = Name(f"record.{attribute}")
    if test.blank is not None:
        return Call(Name("blank" if test.blank else "filled"), given=(value,))
    if test.one_of is not None:
        return Call(Name("one_of"), given=(value, *map(Lit, test.one_of)))
    bounds = (
        ("equal", test.equals),
        ("at_least", test.at_least),
        ("at_most", test.at_most),
        ("above", test.above),
        ("below", test.below),
    )
    name, bound = next((name, bound) for name, bound in bounds if bound is not None)
    return Call(Name(name), given=(value, Lit(bound)))


def rule_call(pair: Pair, missing: tuple[str, ...], function: str, attributes: dict[str, str]) -> Call:
    """The creation rule of a section, from its own left to its own right."""
    rule = pair.rule
    connected = None
    if rule.connected is not None:
        connected = call(
            "Connected",
            types=rule.connected.types,
            attributes=tuple(attributes[path] for path in rule.connected.paths),
            into=rule.connected.into,
        )
    return call(
        "CreationRule",
        kind=None if rule.kind == "every" else member("Creation", rule.kind),
        prose=rule.prose,
        when=Name(function) if rule.when is not None else None,
        connected=connected,
        missing=missing,
    )
