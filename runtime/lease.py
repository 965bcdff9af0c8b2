"""The part of the Store that lets one process write at a time: a lease with a number that only grows (S-24)."""

from __future__ import annotations

import datetime as dt
import os
import socket

from .driver import Driver
from .errors import Busy, Halted
from .state import State

__all__ = ["LEASE_SECONDS", "Lease"]

LEASE_SECONDS = 600
"""A lease that is not renewed for so long is anybody's."""

_SINCE = "lease:since"


class Lease(State):
    """The one writer's lease. An owner is named `run@host:pid`."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self._owner = ""
        self._renewed: dt.datetime | None = None

    def acquire(self, owner: str, now: dt.datetime) -> None:
        """Take or renew the lease of the one writer; Busy if somebody else holds it.

        From now on every transaction of this Store checks that the lease is still `owner`'s (S-24). `owner` ends in
        `@host:pid`: the lease of a process of this machine that is no more is free at once. UsageError where
        one was left behind and the file is damaged.
        """
        until = (now + dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
        self._owner = ""
        with self.transaction():
            rows = self._all("SELECT owner, until, number FROM lease WHERE name = 'sync'")
            holder, ends, number = rows[0] if rows else ("", "", 0)
            if holder != owner and ends > now.isoformat() and not _is_dead(holder):
                since = self.note(_SINCE) or ""
                raise Busy(
                    f"another sync ({_named(holder)}) is running on {self.driver.place}"
                    f"{f' since {since}' if since else ''}, until {ends} at the latest; try again when it has ended"
                )
            if holder and holder != owner:
                self.driver.check()  # it was left behind: the run before did not end as it should (F-43)
            if holder != owner:
                number += 1
                self.set_note(_SINCE, now.isoformat(timespec="seconds"))
            self._write(
                "INSERT INTO lease (name, owner, until, number) VALUES ('sync', :owner, :until, :number) "
                "ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until, "
                "number = excluded.number",
                owner=owner,
                until=until,
                number=number,
            )
        self._owner, self._renewed = owner, now

    def keep(self, now: dt.datetime) -> None:
        """Renew the lease if part of its time is over: to be asked between any two requests, since a list may be long
        and a server slow. Halted if it was taken over."""
        if self._owner and self._renewed and now - self._renewed >= dt.timedelta(seconds=LEASE_SECONDS / 5):
            with self.transaction():
                self.renew(now)

    def renew(self, now: dt.datetime) -> None:
        """Hold the lease for longer; Halted if it was taken over."""
        until = (now + dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
        statement = "UPDATE lease SET until = :until WHERE name = 'sync' AND owner = :owner"
        self._write(statement, until=until, owner=self._owner)
        self._renewed = now

    def release(self, owner: str) -> None:
        """Give the lease back. Its number stays: it only grows, so no two holders ever have the same."""
        self._owner = ""
        self._write("UPDATE lease SET owner = '', until = '' WHERE name = 'sync' AND owner = :owner", owner=owner)

    def _begun(self) -> None:
        """Halted in a transaction of a writer whose lease was taken over: it cannot commit or send any more."""
        if self._owner:
            rows = self._all("SELECT owner FROM lease WHERE name = 'sync'")
            if not rows or rows[0][0] != self._owner:
                raise Halted(f"the lease on {self.driver.place} was taken over; nothing more is sent")


def _parts(owner: str) -> tuple[str, str, str]:
    """Run, host and process number of an owner; host and number are "" where it does not say them."""
    run, at, where = owner.rpartition("@")
    host, _, pid = where.rpartition(":")
    return (run, host, pid) if at and host and pid.isdigit() else (owner, "", "")


def _named(owner: str) -> str:
    run, host, pid = _parts(owner)
    return f"run {run} on {host}, process {pid}" if host else run


def _is_dead(owner: str) -> bool:
    """Whether the lease's owner was a process of this machine that has ended."""
    _, host, pid = _parts(owner)
    if not host or host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
