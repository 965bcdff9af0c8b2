"""What can go wrong at run time, as one small tree. Foreign exceptions are mapped in `http` and `store` only.

Every error carries a sentence for a person; nothing in it is a secret. Anything else that is raised is a bug.
"""

from __future__ import annotations

__all__ = [
    "AWAY",
    "Busy",
    "Changed",
    "Contested",
    "Duplicate",
    "FlowcError",
    "Gone",
    "Halted",
    "Interrupted",
    "LivesOn",
    "LoginRefused",
    "OutcomeUnknown",
    "Rejected",
    "RemoteError",
    "StateUnavailable",
    "Taken",
    "Unavailable",
    "Uncounted",
    "Unmoved",
    "UsageError",
    "check_address",
    "not_usable",
]


class FlowcError(Exception):
    """Base of all. `exit_code` is what the command leaves with when this ends it."""

    exit_code = 1


class UsageError(FlowcError):
    """The command line or `flowc.toml` is wrong: says where, what, and what to do."""

    exit_code = 2


class Halted(FlowcError):
    """Stopped on purpose before doing harm: the brake, or another writer's lease."""

    exit_code = 4


class Busy(Halted):
    """Another writer has the lease: nothing was begun, and it may be waited for."""


class Interrupted(FlowcError):
    """Somebody asked the run to stop: what was in flight is settled, the rest was never sent."""

    exit_code = 130


class StateUnavailable(FlowcError):
    """The database that holds the state cannot be reached, or was lost on the way: try later."""

    exit_code = 3


class Taken(FlowcError):
    """The state refuses what breaks its rules: a second link of a record in one pair."""


def check_address(system: str) -> str:
    """What to do where another address answers than was meant."""
    return f"check the address in [systems.{system}] of flowc.toml"


class RemoteError(FlowcError):
    """Something a system answered, or did not. `system` is its resolved name, `advice` what a person can do where it
    keeps the system from being used: what is usual for such an error where None is given, "" where `message` says it.
    """

    exit_code = 3

    def __init__(
        self, system: str, message: str, *, status: int = 0, code: str = "", advice: str | None = None
    ) -> None:
        super().__init__(f"{system}: {message}")
        self.system = system
        self.status = status
        self.code = code
        self.reason = message
        self.advice = self._usual_advice() if advice is None else advice

    def _usual_advice(self) -> str:
        return "the next pass asks again"


class Unavailable(RemoteError):
    """Not reachable, throttled or failing, and nothing was changed: try later."""


class Uncounted(Unavailable):
    """Not sent, since this machine cannot note down that it spends something of the system's budget."""

    exit_code = 4

    def _usual_advice(self) -> str:
        return ""


class LoginRefused(RemoteError):
    """The system does not accept our credentials."""

    def _usual_advice(self) -> str:
        return f"check the secrets in [systems.{self.system}] of flowc.toml; `flowc login {self.system}` tries them"


AWAY = (Unavailable, LoginRefused)
"""What says nothing of a request: its system was not there for it, or did not let us in. It is asked no more then."""


class Rejected(RemoteError):
    """The system definitely refused this request and changed nothing. `fields` are wire paths it named."""

    def __init__(
        self,
        system: str,
        message: str,
        *,
        status: int = 0,
        code: str = "",
        fields: tuple[str, ...] = (),
        advice: str | None = None,
    ) -> None:
        super().__init__(system, message, status=status, code=code, advice=advice)
        self.fields = fields


class LivesOn(Rejected):
    """The record is not there any more, and not gone either: it became something else."""


class Duplicate(Rejected):
    """Refused, because such a record is there already."""


class Changed(RemoteError):
    """The record was changed by somebody else since it was read; nothing was written."""


class Contested(Changed):
    """Refused with a 409 that no rule explains: some systems say so of what is in use, or of a value, too."""


class Unmoved(Changed):
    """Refused as changed time after time, though it holds what was read: only later can tell."""


class Gone(RemoteError):
    """There is no such record (any more)."""

    def _usual_advice(self) -> str:
        return check_address(self.system)


class OutcomeUnknown(RemoteError):
    """A write left and no answer came: it may or may not have happened."""


def not_usable(error: OSError) -> str:
    """What to say of a file or folder that a person named, and the system does not let us use."""
    hint = "let this user read and write it and its folder, or name another one"
    return f"{error.filename} cannot be used: {error.strerror}; {hint}"
