"""Why a record is as it is, for each pair it belongs to: from links, entries, decisions, rules and writes."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from .asking import Names, clean, entry_id, removed
from .history import parsed, write_json
from .model import Creation, CreationRule, Side
from .outages import outages_of
from .store import EntryRow, LinkRow, Settled, SnapshotRow, Store
from .turning import turned_pair
from .vanished import BOTH_DELETED
from .world import RecordId

__all__ = ["explained"]

_HOW = {
    "waiting": "`flowc sync` looks again in its next pass; `flowc why` of what it refers to says what that waits for",
    "held": "`flowc conflicts` shows both values, `flowc conflicts resolve {id}` decides",
    "blocked": "mend the reference in its system; every pass looks again whether what it refers to has a link",
    "failed": "mend it in its system, or `flowc retry {id}`",
    "rejected": "mend the value in its system",
    "review": "`flowc conflicts resolve {id}` with --link, --create or --leave",
    "own": "`flowc link` or `flowc conflicts resolve {id} --create` changes that",
    "frozen": "`flowc conflicts` shows both values, `flowc conflicts resolve {id}` decides",
    "out-of-scope": "the filter of its system in flowc.toml leaves it out",
    "deleted": "`flowc unlink --again` lets it be made or matched anew",
}
_NOT_MADE = "`flowc link` links it by hand"
_OWN_ROW = "its row says that this side follows the other one, and somebody gave it a value here"
_SHOWN = 400


def explained(store: Store, names: Names, record: RecordId, pair: str = "") -> list[dict[str, Any]]:
    """{pair, title, side, rule, state, text, entries, outages, write} for each pair of a record, or for this one.

    `rule` is what the sections of the pair say of new records of this side, "" where none speaks of them; `outages` are
    those that left the pair out of the last pass; `write` is the last write to the record that the pair asked for, or
    the last create for it.
    """
    return [_About(store, names, record, key, side).told() for key, side in names.sides(record) if pair in ("", key)]


class _About:
    """What is known of a record in one pair."""

    def __init__(self, store: Store, names: Names, record: RecordId, pair: str, side: Side) -> None:
        self._store, self._names, self._record = store, names, record
        self._pair, self._side = pair, side
        self._group = names.group(pair)
        self._link = names.link_at(pair, side, record.key)
        about = (Side.LEFT, self._link.left_key) if self._link else (side, record.key)
        self._entries = store.entries(pair, about[0].value, about[1])
        self._rule = " or ".join(dict.fromkeys(map(_rule_text, names.rules(pair, side))))
        writes = [*store.intents_of(*record), *store.intents_for(pair, side.value, record.key)]
        asked = [one for one in writes if _is_of(one.intent.pair, pair) or _whys(one, pair)]
        self._last = max(asked, key=lambda one: one.id, default=None)
        ends = names.ends(pair).values()
        self._outages = [one for one in outages_of(store) if any(one.concerns(*end) for end in ends)]

    def told(self) -> dict[str, Any]:
        kinds = [entry.kind for entry in self._entries]
        if self._link is not None:
            state, parts = self._link.state, [self._linked(self._link), *map(self._entry, self._entries)]
        else:
            state, parts = (kinds[0] if kinds else "unlinked"), self._unlinked()
        parts += [
            f"{one.name} is out of reach since {one.since[:19]}: {one.told('this pair waits until it answers')}"
            for one in self._outages
        ]
        return {
            "pair": self._pair,
            "title": self._group.first.title,
            "side": self._side.value,
            "rule": self._rule,
            "state": state,
            "text": clean(". ".join(parts) + "."),
            "entries": [
                {
                    "id": entry_id(one),
                    "kind": one.kind,
                    "row": one.row,
                    "reason": one.reason,
                    "evidence": parsed(one.evidence, {}),
                }
                for one in self._entries
            ],
            "outages": msgspec.to_builtins(self._outages),
            "write": write_json(self._last, self._names) if self._last is not None else None,
        }

    def _entry(self, entry: EntryRow) -> str:
        """One entry: its kind, its row, the reason, the write that failed, and what would change it."""
        row = f" [{entry.row}]" if entry.row else ""
        how = _HOW.get(entry.kind, "").format(id=entry_id(entry))
        if entry.kind == "own" and entry.row:
            how = _OWN_ROW
        elif entry.reason == BOTH_DELETED:
            how = ""  # there is nothing to make or match
        elif entry.kind == "held" and not entry.row:
            how = _NOT_MADE if self._link is None else ""
        if "`flowc " in entry.reason:
            how = ""  # the reason says what a person can do
        failed = parsed(entry.evidence, {}).get("intent")
        write = self._store.intent(failed) if isinstance(failed, int) else None
        sent = f"; sent was {_sent(write_json(write, self._names))}" if write is not None else ""
        return f"{entry.kind}{row}: {entry.reason}{sent}{f'; {how}' if how else ''}"

    def _unlinked(self) -> list[str]:
        said = [self._entry(entry) for entry in self._entries]
        choices = [d.choice for d in self._store.decisions(self._pair)
                   if (d.side, d.key) == (self._side.value, self._record.key)]
        if choices:
            said.append(f"a person decided: {choices[0]}; `flowc link`, or a decision on it, changes that")
        row = next(iter(self._store.snapshot_rows(*self._record[:2], [self._record.key])), None)
        if row is None or row.gone == "deleted":
            said.append("the system has no such record any more")
        lost = [one for one in self._store.intents_for(self._pair, self._side.value, self._record.key)
                if one.state in ("sent", "unknown")]
        said += [f"a create of run {one.intent.run} was never answered; `flowc retry` looks again" for one in lost]
        said += self._named()
        if not said and row is not None:
            said.append(self._silent(row))
        if self._rule:
            said.append(f"new ones are made here by the rule: {self._rule}")
        return said

    def _named(self) -> list[str]:
        """Reviews of records of the other side that ask whether this is their counterpart."""
        kind = self._group.type(self._side.other).name
        return [
            f"{kind} {entry.key}, {self._entry(entry)}"
            for entry in self._store.entries(self._pair, self._side.other.value)
            if entry.kind == "review" and self._record.key in parsed(entry.evidence, {}).get("candidates", ())
        ]

    def _silent(self, row: SnapshotRow) -> str:
        """Why nothing was said of a record that is there and has no link."""
        if not self._group.in_scope(self._side, row.snapshot.document):
            facet = self._group.first.side(self._side).facet
            return f"out of scope: it is no {facet.name if facet is not None else 'part'} of this pair"
        if row.gone:
            return f"it is {row.gone} in its system's list: nothing is made of it"
        if not self._rule:
            side = self._side.value
            return f"no link, and no section makes records on the other side from the {side}"
        if self._outages:
            return "no link, and no pass looked at it yet"
        return "no link, and no pass looked at it yet, or the filter in flowc.toml leaves it out: `flowc sync` looks"

    def _linked(self, link: LinkRow) -> str:
        other = link.right_key if self._side is Side.LEFT else link.left_key
        place = ".".join(self._names.ends(link.pair)[self._side.other])
        since = f" since {link.at[:19]}" if link.at else ""
        text = f"linked with {place} {other} ({link.why or 'no evidence was kept'}){since}"
        if link.state != "active":
            here = self._is_gone(self._record)
            there = self._is_gone(RecordId(*self._names.ends(link.pair)[self._side.other], other))
            gone = "it" if here else "its counterpart"
            text = f"{gone} was deleted; it stays apart from {place} {other} ({link.why}){since}"
            if here and there:
                text = f"both it and {place} {other}, with which it was linked{since}, were deleted"
        holds = [f"[{row}] {said['hold']}" for row, said in sorted(link.decided.items()) if "hold" in said]
        if holds:
            text += f"; held: {', '.join(holds)}"
        if self._last is not None:
            text += f"; last write: run {self._last.intent.run}, {self._last.at[:19]}, {self._last.state}"
            text += _asked(self._last, self._pair)
        elif told := removed(self._store):
            text += f"; no write of it is known, and {told}"
        is_told = bool(self._entries or self._outages)  # what is left to do, and what does it
        if link.dirty:
            return f"{text}; something is left to do{'' if is_told else ', `flowc sync` does it'}"
        return text if is_told else f"{text}; nothing is left to do"

    def _is_gone(self, record: RecordId) -> bool:
        row = next(iter(self._store.snapshot_rows(*record[:2], [record.key])), None)
        return row is None or row.gone == "deleted"


def _rule_text(rule: CreationRule) -> str:
    """A creation rule in the document's words."""
    if rule.kind is Creation.EVERY:
        return "every record"
    if rule.kind is Creation.MATCH_ONLY:
        return "matched ones only, none is created"
    return f'{rule.kind.value} "{rule.prose}"'


def _is_of(asked: str, pair: str) -> bool:
    """Whether what asked for a write was this pair, also where a document has turned it round since."""
    return asked == pair or ("|" in asked and turned_pair(asked) == pair)


def _whys(one: Settled, pair: str) -> list[dict[str, Any]]:
    """Why this pair asked for values of a write: a record has one for all of its pairs."""
    return [
        why for why in parsed(one.intent.why, []) if isinstance(why, dict) and _is_of(str(why.get("pair")), pair)
    ]


def _asked(one: Settled, pair: str) -> str:
    """The row and rule of every value of a write that this pair asked for."""
    whys = _whys(one, pair)
    rows = [f" [{why['row']}]" if why.get("row") else "" for why in whys]
    named = [f"{pair}{row} by {why.get('rule') or '?'}" for why, row in zip(whys, rows, strict=True)]
    return f" ({', '.join(dict.fromkeys(named))})" if named else ""


def _sent(write: dict[str, Any]) -> str:
    """What a write sent, as one short line of JSON."""
    text = json.dumps(write["sent"], ensure_ascii=False)
    return f"{write['action']} {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"
