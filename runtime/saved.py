"""A plan as a file: what `flowc sync --dry-run --save` writes, and `--apply` sends exactly, or refuses.

An Action is the same if everything that would be sent is the same, and everything it was built on: the versions of the
records that are written and of those that values come from. What else changed meanwhile is left for the next pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from . import wire
from .asking import clean
from .creating import Create
from .errors import UsageError
from .overwriting import Kind, replacing
from .passes import Free, Plan, Work
from .planned import Adopt, Update
from .reconcile import AMBIGUOUS, KEPT, Policy
from .state import exact_text
from .vanished import Delete, Detach
from .world import RecordId, World

__all__ = [
    "PLAN",
    "SavedAction",
    "SavedPlan",
    "actions",
    "check_flows",
    "differences",
    "name_of",
    "read_plan",
    "version_of",
    "write_plan",
]

FORMAT = 3
"""Format 1 did not say to what its plan was narrowed, and format 2 had updates by our own names and values."""
PLAN = Kind("a plan that `flowc sync --save` wrote", b'{\n "actions":', private=True)
"""It holds what would be sent."""
_CONFLICTS = frozenset({*(policy.value for policy in Policy), AMBIGUOUS, KEPT})
"""The rules that decide between two edits."""


class SavedAction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One Action. `about` tells it from all others, `sends` is the JSON of what is sent, as its system spells it (of an
    update: what it sets), `built_on` are the versions of the records it was planned from, by name.

    For people: `record` is what is written or, of a link, its left record; of a create it has no key. `source` is the
    other one, `why` the evidence or the reason. `follows` are the numbers of the Actions that must be done before: only
    what follows from a round has them.
    """

    number: int = 0
    action: str
    about: tuple[str, ...]
    record: str = ""
    source: str = ""
    why: str = ""
    sends: str = ""
    built_on: dict[str, str] = {}
    follows: tuple[int, ...] = ()

    @property
    def is_write(self) -> bool:
        """Whether something is sent."""
        return self.action in ("create", "update", "delete")


class SavedPlan(Struct, frozen=True, kw_only=True):
    """A saved first round: when it was planned, for which flows, and its Actions in the order they would be sent.

    `only` and `limit` (0: none) are what it was narrowed to, in the words of the command: what goes on after it keeps
    to both. `following` is what would follow from it, with references such as "key of action 12" where a system gives
    the key.
    """

    format: int = FORMAT
    planned_at: str
    flows: Annotated[tuple[str, ...], Meta(min_length=1)]
    only: tuple[str, ...] = ()
    limit: Annotated[int, Meta(ge=0)] = 0
    actions: tuple[SavedAction, ...]
    following: tuple[SavedAction, ...] = ()


def actions(plan: Plan, world: World, first: int = 1) -> list[SavedAction]:
    """The Actions of a plan, as a file keeps them, numbered from `first`."""
    every = [*(_free(one, world) for one in plan.free), *(_write(work, world) for work in plan.works)]
    return [msgspec.structs.replace(one, number=number) for number, one in enumerate(every, first)]


def name_of(record: RecordId) -> str:
    """A record's name for people, and in `built_on`."""
    return f"{record.system}.{record.type} {record.key}"


def _free(one: Free, world: World) -> SavedAction:
    why = one.why if isinstance(one, Adopt) else one.reason if isinstance(one, Detach) else ""
    return SavedAction(
        action=one.about[0],
        about=one.about,
        record=name_of(one.left),
        source=name_of(one.right),
        why=why,
        built_on=_versions([one.left, one.right], world),
    )


def _write(work: Work, world: World) -> SavedAction:
    if isinstance(work, Create):
        record, source = ".".join(work.target), name_of(work.source)
        sends, built_on = exact_text(work.document), _versions([work.source], world)
    elif isinstance(work, Delete):
        record, source = name_of(work.record), name_of(work.source)
        sends, built_on = "", _versions([work.record, work.source], world)
    else:
        record, source = name_of(work.record), ", ".join(sorted({name_of(why.source) for why in work.why.values()}))
        sends = exact_text(_body(work, world))
        built_on = _versions(_sources(work, world), world)
    why = _overwritten(work) if isinstance(work, Update) else ""
    return SavedAction(
        action=work.about[0], about=work.about, record=record, source=source, why=why, sends=sends, built_on=built_on
    )


def _body(update: Update, world: World) -> dict[str, Any]:
    """What an update sets, as its system spells it."""
    kind, known = world.types[update.record.system, update.record.type], world.known(update.record)
    return wire.nested(wire.encode(kind, kind.patch(**update.values), known.snapshot.document if known else {}))


def _overwritten(update: Update) -> str:
    """The rows in which an update takes the place of another edit, each with the rule that decided; or ""."""
    lost = sorted({(why.row, why.rule) for why in update.why.values() if why.rule in _CONFLICTS})
    return f"overwrites another edit: {', '.join(f'{row} by {rule!r}' for row, rule in lost)}" if lost else ""


def _sources(update: Update, world: World) -> list[RecordId]:
    """The record that is written and those its links join it with: each may have moved since."""
    pairs = {pair for pair, _ in update.rows}
    links = [link for link in world.links_of[update.record] if link.pair in pairs]
    return sorted({update.record, *(end for link in links for end in (link.left, link.right))})


def _versions(records: Iterable[RecordId], world: World) -> dict[str, str]:
    return {name_of(record): version_of(world, name_of(record)) for record in records}


def version_of(world: World, name: str) -> str:
    """What tells whether a record has moved: its version, or all it shows, and whether it is gone; "" if unseen."""
    system, _, rest = name.partition(".")
    kind, _, key = rest.partition(" ")
    known = world.seen(RecordId(system, kind, key))
    if known is None:
        return ""
    version = known.snapshot.version or exact_text(known.snapshot.document)
    return f"{known.gone}: {version}" if known.gone else version


def differences(
    saved: SavedPlan, now: Iterable[SavedAction], version: Callable[[str], str], away: Callable[[str, str], str]
) -> Iterator[str]:
    """Why a saved plan does not hold any more, Action by Action.

    `version` is that of a record now, by its name, `away` what is out of reach of a system and ObjectType, and why; or
    "".
    """
    present = {action.about: action for action in now}
    for wanted in saved.actions:
        found = present.get(wanted.about)
        name = f"action {wanted.number} ({wanted.action} {wanted.record})"
        moved = [record for record, before in wanted.built_on.items() if version(record) != before]
        ends = (end.partition(" ")[0].partition(".") for end in (wanted.record, wanted.source))
        missing = next(filter(None, (away(system, kind) for system, _, kind in ends)), "")
        if missing and found is None:
            yield clean(f"{name}: {missing}")
        elif moved:
            yield clean(f"{name}: {', '.join(moved)} has changed since")
        elif found is None:
            yield clean(f"{name} is not needed or not possible any more")
        elif found.built_on != wanted.built_on:
            new = sorted(found.built_on.keys() ^ wanted.built_on.keys())
            yield clean(f"{name}: {', '.join(new)} was linked or unlinked since")
        elif found.sends != wanted.sends:
            yield clean(f"{name} would send something else now")


def check_flows(saved: SavedPlan, flows: Iterable[str], path: Path) -> None:
    """UsageError where a plan is for other flows than those of a run: what a run does not read would look as if it had
    changed, and what the plan does not know would be sent after it."""
    names = set(flows)
    if names != set(saved.flows):
        are, told = sorted(set(saved.flows)), ", ".join(sorted(names))
        raise UsageError(
            clean(
                f"the plan {path} is for {', '.join(are)}, and not for {told}: run `flowc sync --apply {path}` "
                "without names of flows. Nothing was sent"
            )
        )


def write_plan(path: Path, plan: SavedPlan) -> None:
    """Save a plan. UsageError where the file is another one, or cannot be written."""
    content = msgspec.json.format(exact_text(plan).encode(), indent=1)
    with replacing(path, PLAN) as file:
        file.write(content + b"\n")


def read_plan(path: Path) -> SavedPlan:
    """A saved plan. UsageError where the file is none."""
    try:
        plan = msgspec.json.decode(path.read_bytes(), type=SavedPlan)
    except OSError as error:
        raise UsageError(f"the plan {path} cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path} is no plan that `flowc sync --dry-run --save` wrote: {error}") from None
    if plan.format != FORMAT:
        raise UsageError(f"the plan {path} has format {plan.format}; this flowc reads format {FORMAT}: plan again")
    writes = sum(action.is_write for action in plan.actions)
    if plan.limit and writes > plan.limit:
        raise UsageError(f"the plan {path} was edited: it has {writes} writes and a limit of {plan.limit}; plan again")
    return plan
