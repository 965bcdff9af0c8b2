"""What a person or a program reads of a pass: its plan, its report, and what a first pass would do.

Every Action of a saved plan is in the lines and in the JSON, under the same number, and no other one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from .contact import Contact
from .model import Flow, Side
from .passes import Report
from .saved import SavedAction

__all__ = ["contact_lines", "plan_lines", "report_json", "report_lines"]


def report_lines(report: Report, flows: tuple[Flow, ...], dry_run: bool) -> Iterator[str]:
    """A pass in plain lines: outages, the plan of a dry run, or a line for each pair."""
    for outage in report.outages:
        yield _clean(f"{outage.name} could not be used: {outage.told('its pairs were left out')}")
    if report.behind:
        yield f"{_clean(report.behind)}. Nothing was written; what is equal was taken over"
        yield "`flowc sync --go-on` accepts the state as it is"
    for name, how in report.read_only.items():
        yield f"{name} was opened read-only: {how}"
    for note in report.notes:
        yield _clean(note)
    if dry_run and report.first is not None:
        yield from contact_lines(report.contacts)
        yield from plan_lines(report)
        return
    sections = _sections(flows)
    for flow in flows:
        yield flow.name
        for key, title in sections[flow.name]:
            tally = report.pairs[key]
            yield (
                f"  {_clean(title):<58} {tally.linked:>4} linked {tally.created:>4} created"
                f" {tally.updated:>4} updated {tally.conflicts:>3} conflicts {tally.failed:>3} failed"
                + (f" {tally.rejected:>3} rejected" if tally.rejected else "")
                + (f" {tally.deleted:>3} deleted" if tally.deleted else "")
            )
        for mirror in flow.mirrors:
            if (mirror.pair.key, mirror.title) not in sections[flow.name]:
                yield f"  {_clean(mirror.title):<58} counted with {_clean(mirror.pair.title)}"


def _sections(flows: Iterable[Flow]) -> dict[str, list[tuple[str, str]]]:
    """(pair's key, title) of what is counted under each flow: its pairs, and mirrors of pairs of no flow that was run.

    So that each pair's figures stand under one flow, and sums are right.
    """
    chosen = tuple(flows)
    counted = {pair.key for flow in chosen for pair in flow.pairs}
    found: dict[str, list[tuple[str, str]]] = {}
    for flow in chosen:
        found[flow.name] = [(pair.key, pair.title) for pair in flow.pairs]
        for mirror in flow.mirrors:
            if mirror.pair.key not in counted:
                counted.add(mirror.pair.key)
                found[flow.name].append((mirror.pair.key, mirror.title))
    return found


def plan_lines(report: Report) -> Iterator[str]:
    """The first round of a dry run: exactly what would be sent, what follows from it, and what would wait and why."""
    for action in report.actions:
        yield _action_line(action)
    for action in report.following:
        yield _action_line(action, later=True)
    for entry in report.first.entries if report.first is not None else ():
        row = f" [{_clean(entry.row)}]" if entry.row else ""
        side = "" if entry.side is Side.LEFT else "right "
        yield f"{entry.kind:<8} {_clean(entry.pair)} {side}{_clean(entry.key)}{row}: {_clean(entry.reason)}"
    counted = _counted(report.actions)
    told = ", ".join(f"{counted[name]} to {name}" for name in ("link", "create", "update"))
    told += "".join(f", {counted[name]} to {name}" for name in ("delete", "detach", "revive") if counted[name])
    follow = f"; {len(report.following)} more would follow" if report.following else ""
    yield f"{told}; nothing was sent{follow}"


def _action_line(action: SavedAction, later: bool = False) -> str:
    """An Action with its number: `5 create system.type for system.type 7  {...}`. `later`: it follows from others."""
    if action.action in ("link", "detach", "revive"):
        what = f"{action.record} = {action.source}"
    elif action.action == "update":
        what = action.record
    else:
        what = f"{action.record} for {action.source}"
    follows = f"{' '.join(['follows', ', '.join(map(str, action.follows))]).strip()}: " if later else ""
    sends = f"   {action.sends}" if action.sends else ""
    why = f"   ({action.why})" if action.why else ""
    return _clean(f"{action.number:>5}  {follows}{action.action:<7} {what}{why}{sends}")


def contact_lines(contacts: Iterable[Contact]) -> Iterator[str]:
    """What a first pass would do, or the first one with new rows, pair by pair."""
    for contact in contacts:
        creates = ", ".join(f"create {count} {target}" for target, count in contact.create.items()) or "create 0"
        first = "first pass with new rows of" if contact.is_changed else "first pass of"
        update = f"would update {contact.update}, " if contact.is_changed else ""
        yield _clean(
            f"{first} {contact.title} ({contact.pair}): {update}would link {contact.link}, would {creates}, "
            f"would ask {contact.ask}, hold {sum(contact.held.values())}, wait {sum(contact.waiting.values())}"
        )
        if contact.differ:
            yield f"  {contact.differ} properties of linked records differ: neither side is written, both are listed"
        for word, reasons in (("held", contact.held), ("waiting", contact.waiting)):
            for reason, count in reasons.items():
                yield _clean(f"  {count} {word}: {reason}")


def report_json(report: Report, flows: tuple[Flow, ...], dry_run: bool) -> dict[str, Any]:
    """A pass for programs. Of a dry run `actions` are those of the saved plan, `sends` the JSON text of each body."""
    first = report.first
    entries = first.entries if first is not None else []
    actions = report.actions if dry_run else first.free + first.works if first is not None else []
    counted = _counted(actions)
    return {
        "run": report.run,
        "rounds": report.rounds,
        "dry_run": dry_run,
        "outages": [msgspec.to_builtins(outage) for outage in report.outages],
        "read_only": report.read_only,
        "behind": report.behind,
        "notes": report.notes,
        "plan": {name: counted[name] for name in ("link", "create", "update", "delete", "detach", "revive")},
        "actions": [msgspec.to_builtins(action) for action in report.actions],
        "following": [msgspec.to_builtins(action) for action in report.following],
        "entries": [msgspec.to_builtins(entry) for entry in entries] if dry_run else [],
        "first_contact": [msgspec.structs.asdict(contact) for contact in report.contacts],
        "flows": {
            name: [
                {
                    "pair": key,
                    "title": title,
                    **{name: getattr(report.pairs[key], name) for name in report.pairs[key].__struct_fields__},
                }
                for key, title in sections
            ]
            for name, sections in _sections(flows).items()
        },
    }


def _counted(actions: Iterable[Any]) -> Mapping[str, int]:
    """How many Actions of each kind there are."""
    return Counter(action.about[0] for action in actions)


def _clean(text: str) -> str:
    """Remote text for a terminal: no control characters, no direction marks (G-26)."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
