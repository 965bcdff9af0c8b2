"""Where values were edited, and what is remembered of those that we wrote. Pure (SEMANTICS section 6)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from .model import Record
from .reconcile import Origin

__all__ = [
    "DECIDED",
    "EDITED",
    "KEPT",
    "Ours",
    "as_written",
    "cleared",
    "digest_of",
    "edited",
    "edited_over",
    "instant",
    "ours_of",
    "plain",
    "without_sent",
]

_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def plain(value: Any) -> Any:
    """A value of a record as plain JSON, numbers exact; None for UNSET."""
    return None if isinstance(value, UnsetType) else _DECODER.decode(_ENCODER.encode(value))


def instant(stamp: str) -> str:
    """A stamp in one spelling, so that texts order as times do; "" for none."""
    if not stamp:
        return ""
    try:
        moment = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


DECIDED = "decided"
"""How the digest of a value that a person decided begins: it is an edit of its own, of the same value too."""

EDITED, KEPT = "edited", "kept"
"""What a value that we wrote may be since: edited, or what was there before."""


class Ours(Struct, frozen=True, array_like=True):
    """What is remembered of a value that we wrote: what the answer `shown`, where that was edited, whether it is what
    was there before ("kept") or was "edited" since, the number of the newest Snapshot then, and what was `sent` if the
    answer showed the system's own form of it. Kept as a JSON list."""

    shown: Any = None
    stamp: str = ""
    type: str = ""
    key: str = ""
    attribute: str = ""
    change: str = ""
    state: str = ""
    sequence: int = 0
    sent: Any = None

    @property
    def origin(self) -> Origin:
        return Origin(self.stamp, self.type, self.key, self.attribute, self.change)


def ours_of(stored: Sequence[Any]) -> Ours:
    return msgspec.convert(stored, Ours)


def as_written(shown: Any, origin: Sequence[str], sequence: int, sent: Any, kept: bool = False) -> list[Any]:
    """What to remember of a value that we `sent`, once the answer has `shown` what became of it."""
    found = [plain(shown), *origin, KEPT if kept else "", sequence]
    is_own_form = not kept and not isinstance(shown, tuple) and plain(sent) not in (None, found[0])
    return [*found, plain(sent)] if is_own_form else found


def without_sent(stored: Sequence[Any]) -> list[Any]:
    """The same without what was sent: only what the record shows."""
    return list(stored[: Ours.__struct_fields__.index("sent")])


def edited_over(stored: Sequence[Any], shown: Any) -> list[Any] | None:
    """What to remember of it where the record shows this value now: where it came from; None as before."""
    ours = ours_of(stored)
    return None if ours.state == EDITED or ours.shown == plain(shown) else edited(stored)


def edited(stored: Sequence[Any]) -> list[Any]:
    """What is remembered of a value that was edited since: where the one before came from."""
    ours = ours_of(stored)
    return [None, *ours.origin, EDITED, ours.sequence]


def cleared(was: Record, shown: Record, names: Iterable[str]) -> dict[str, list[Any]]:
    """What to remember of those attributes that had a value and have none: that they were cleared, which a first merge
    has to know however long ago that was (SEMANTICS section 6)."""
    values = {name: getattr(was, name, None) for name in names if getattr(shown, name, UNSET) is None}
    filled = [name for name, value in values.items() if value is not None and not isinstance(value, UnsetType | tuple)]
    return {name: [None, *Origin("", "", "", ""), EDITED, 0] for name in filled}


def digest_of(value: Any) -> str:
    """A plain JSON value as `Origin.change`."""
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=8).hexdigest()
