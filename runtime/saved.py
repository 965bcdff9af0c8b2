"""A plan as a file: what `flowc sync --dry-run --save` writes, and `--apply` sends exactly, or refuses.

An Action is the same if everything that would be sent is the same, and everything it was built on: the versions of the
records that are written and of those that values come from. What else changed meanwhile is left for the next pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from .creating import Create
from .errors import UsageError
from .passes import Plan, Work
from .planning import Adopt, Update, json_of
from .state import exact_text
from .vanished import Delete
from .world import RecordId, World

__all__ = ["SavedAction", "SavedPlan", "actions", "differences", "read_plan", "write_plan"]

FORMAT = 1


class SavedAction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One Action. `about` tells it from all others, `sends` is the JSON of what is sent, `built_on` are the versions
    of the records it was planned from, by name."""

    number: int = 0
    action: str
    about: tuple[str, ...]
    sends: str = ""
    built_on: dict[str, str] = {}


class SavedPlan(Struct, frozen=True, kw_only=True):
    """A saved first round: when it was planned, for which flows, and its Actions in the order they would be sent."""

    format: int = FORMAT
    planned_at: str
    flows: tuple[str, ...]
    actions: tuple[SavedAction, ...]


def actions(plan: Plan, world: World) -> list[SavedAction]:
    """The Actions of a plan, as a file keeps them."""
    return [*(_adopt(adopt, world) for adopt in plan.adopts), *(_write(work, world) for work in plan.works)]


def _adopt(adopt: Adopt, world: World) -> SavedAction:
    return SavedAction(action="link", about=adopt.about, built_on=_versions([adopt.left, adopt.right], world))


def _write(work: Work, world: World) -> SavedAction:
    if isinstance(work, Create):
        sends, built_on = work.document, _versions([work.source], world)
    elif isinstance(work, Delete):
        sends, built_on = {}, _versions([work.record], world)
    else:
        sends = {name: json_of(value) for name, value in work.values.items()}
        built_on = _versions(_sources(work, world), world)
    return SavedAction(action=work.about[0], about=work.about, sends=exact_text(sends), built_on=built_on)


def _sources(update: Update, world: World) -> list[RecordId]:
    """The record that is written and those its links join it with: each may have moved since."""
    pairs = {pair for pair, _ in update.rows}
    links = [link for link in world.links_of[update.record] if link.pair in pairs]
    return sorted({update.record, *(end for link in links for end in (link.left, link.right))})


def _versions(records: Iterable[RecordId], world: World) -> dict[str, str]:
    found = {}
    for record in records:
        known = world.seen(record)
        version = known.snapshot.version or exact_text(known.snapshot.document) if known is not None else ""
        found[f"{record.system}.{record.type} {record.key}"] = version
    return found


def differences(saved: SavedPlan, now: Iterable[SavedAction]) -> Iterator[str]:
    """Why a saved plan does not hold any more, Action by Action."""
    present = {action.about: action for action in now}
    for wanted in saved.actions:
        found = present.get(wanted.about)
        name = f"{wanted.number} ({' '.join(wanted.about)})"
        if found is None:
            yield f"action {name} is not needed or not possible any more"
        elif found.built_on != wanted.built_on:
            moved = [key for key, version in wanted.built_on.items() if found.built_on.get(key) != version]
            yield f"action {name}: {', '.join(moved) or 'a record'} has changed since"
        elif found.sends != wanted.sends:
            yield f"action {name} would send something else now"


def write_plan(path: Path, found: Iterable[SavedAction], flows: Iterable[str], at: str) -> int:
    """Save a plan; the number of its Actions."""
    numbered = tuple(msgspec.structs.replace(one, number=number) for number, one in enumerate(found, 1))
    plan = SavedPlan(planned_at=at, flows=tuple(sorted(flows)), actions=numbered)
    content = msgspec.json.format(exact_text(plan).encode(), indent=1)
    try:
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)  # it holds what would be sent
        path.write_bytes(content + b"\n")
    except OSError as error:
        raise UsageError(f"the plan cannot be saved as {path}: {error.strerror}") from None
    return len(numbered)


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
    return plan


