"""`flowc.toml`: which systems, where their secrets come from, which flows, where the state lives.

`runtime/README.md` documents it; `EXAMPLE` is what `flowc init` writes. Secrets are named here and kept elsewhere:
in the environment, in a file that only its owner can read, or in the machine's keyring. `vault` gets them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct, field

from .driver import check_place, is_address
from .errors import UsageError

T = TypeVar("T")

__all__ = [
    "EXAMPLE",
    "Config",
    "CriterionConfig",
    "LimitsConfig",
    "PolicyConfig",
    "RateConfig",
    "ScopeConfig",
    "SecretSource",
    "SystemConfig",
    "TypeConfig",
    "filled",
    "load",
    "schema",
]


class SecretSource(Struct, frozen=True, forbid_unknown_fields=True):
    """Where one secret comes from: the environment variable `env`, the file `file` (mode 0600), or the machine's
    keyring, where it is the password of the service `keyring` and the user that the secret is called."""

    env: str = ""
    file: str = ""
    keyring: str = ""


class RateConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At most so many requests in any time of so many seconds."""

    requests: Annotated[int, Meta(gt=0)]
    seconds: Annotated[int, Meta(gt=0)]


class CriterionConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one property of a record must be: exactly one of the others is given beside its `path`, as in profiles."""

    path: str
    equals: str | int | float | bool | None = None
    one_of: list[str | int | float | bool] | None = None
    at_least: str | int | float | None = None
    at_most: str | int | float | None = None
    above: str | int | float | None = None
    below: str | int | float | None = None
    blank: bool | None = None


class ScopeConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which records of an ObjectType take part: those of these keys for which all tests hold, and any of `any`.

    What is left out restricts nothing.
    """

    keys: list[str] = []
    all: list[CriterionConfig] = []
    any: list[CriterionConfig] = []


class TypeConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one ObjectType of a system: whether it is written at all, and which of its records take part."""

    write: bool = True
    scope: ScopeConfig | None = None


class SystemConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One system: its addresses ("" for the vendor's own), tenant and account, its secrets, whether to write.

    Without `write` a local system is written, and another one only by `flowc sync --write`. Without `rate` or
    `concurrent` the profile's limits hold, unless the system is local.
    """

    address: str = ""
    token_address: str = ""
    authorize_address: str = ""
    tenant: str = ""
    account: str = ""
    write: bool | None = None
    insecure: bool = False
    rate: list[RateConfig] | None = None
    concurrent: Annotated[int, Meta(ge=0)] | None = None
    secrets: dict[str, SecretSource] = {}
    types: dict[str, TypeConfig] = {}


class LimitsConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a document may hold before it is refused: bytes, rows of tables, characters of different expressions."""

    document_bytes: Annotated[int, Meta(gt=0)] = 8 * 1024 * 1024
    table_rows: Annotated[int, Meta(gt=0)] = 100_000
    expressions: Annotated[int, Meta(gt=0)] = 100_000


class PolicyConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one flow or one pair. `left` and `right` are the sides as the table's name has them.

    `policy` decides a Conflict, `first` a link's first merge where both sides have a value, `deletes` what becomes of
    the other record. `properties` are policies of single properties, by path or by "left path > right path".
    """

    policy: Literal["newest", "left", "right", "hold"] | None = None
    first: Literal["hold", "left", "right"] | None = None
    deletes: Literal["keep", "propagate"] | None = None
    properties: dict[str, Literal["newest", "left", "right", "hold"]] = {}


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. Paths are relative to it; `folder` is where it lies."""

    state: str = "state/flowc.db"
    generated: str = "generated"
    documents: list[str] = field(default_factory=lambda: ["specs/*.rst"])
    profiles: str = "specs/systems"
    flows: list[str] = []
    log: str = ""
    audit_hours: Annotated[int, Meta(ge=0)] = 24
    policy: Literal["newest", "hold"] = "newest"
    deletes: Literal["keep", "propagate"] = "keep"
    history_days: Annotated[int, Meta(ge=0)] = 365
    limits: LimitsConfig = LimitsConfig()
    policies: dict[str, PolicyConfig] = field(default_factory=dict)
    systems: dict[str, SystemConfig] = field(default_factory=dict)
    folder: str = ""

    @property
    def state_place(self) -> Path | str:
        """Where the state is: a file, or the address of a PostgreSQL database."""
        return self.state if is_address(self.state) else self.path(self.state)

    @property
    def state_folder(self) -> Path:
        """Where files that belong to the state lie: beside its file, or beside this one."""
        return Path(self.folder) if is_address(self.state) else self.path(self.state).parent

    def path(self, name: str) -> Path:
        """A path of the file, made absolute."""
        return Path(self.folder) / name


def load(path: Path) -> Config:
    """The configuration; UsageError says which file, where in it, and what to do."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist; `flowc init` writes one to start from") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    try:
        tables = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from None
    if (place := _place_of_nul(tables)) is not None:
        raise UsageError(f"{path}: a text has a NUL character in it, which no name and no address has (at `{place}`)")
    systems, policies = tables.pop("systems", {}), tables.pop("policies", {})
    config = _converted(tables, Config, path, "")
    try:
        check_place(config.state)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    if not isinstance(systems, dict):
        raise UsageError(f"{path}: `systems` must be tables, one [systems.NAME] for each system")
    if not isinstance(policies, dict):
        raise UsageError(f"{path}: `policies` must be tables, one [policies.NAME] for each flow or pair")
    # one by one, so that an error names the system: msgspec's paths leave the keys of tables out
    known = {name: _converted(table, SystemConfig, path, f"systems.{name}") for name, table in systems.items()}
    chosen = {name: _converted(table, PolicyConfig, path, f'policies."{name}"') for name, table in policies.items()}
    config = msgspec.structs.replace(config, systems=known, policies=chosen)
    return msgspec.structs.replace(config, folder=str(path.resolve().parent))


def _converted(table: object, wanted: type[T], path: Path, prefix: str) -> T:
    try:
        return msgspec.convert(table, wanted)
    except msgspec.ValidationError as error:
        place = re.search(r" - at `\$\.?(.*?)`$", str(error))
        where = ".".join(part for part in (prefix, place.group(1) if place else "") if part)
        message = re.sub(r" - at `.*?`$", "", str(error))
        if message.startswith("Invalid enum value") and place:
            known = _values(get_type_hints(wanted).get(re.split(r"[.\[]", place.group(1))[0]))
            message += f": {', '.join(known)} are known" if known else ""
        shown = f" (at `{where}`)" if where else ""
        raise UsageError(f"{path}: {message}{shown}; runtime/README.md lists the keys") from None


def _place_of_nul(value: object) -> str | None:
    """Where below a value a text has a NUL in it, as a path; None where none has."""
    if isinstance(value, str):
        return "" if "\0" in value else None
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        if (place := _place_of_nul(one)) is not None:
            return ".".join(part for part in (str(name), place) if part)
    return None


def _values(hint: object) -> list[str]:
    """What a type lets be written: the values of the Literals in it."""
    if get_origin(hint) is Literal:
        return [str(value) for value in get_args(hint)]
    return [value for inner in get_args(hint) for value in _values(inner)]


def schema() -> bytes:
    """The format as JSON Schema, indented."""
    document = msgspec.json.schema(Config)
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2) + b"\n"


def filled(config: Config, system: str, address: str, key: str) -> str:
    """An address of a profile with flowc.toml's `tenant` in its `{tenant}` place. UsageError where it has none.

    `key` is the key of the address, for the error. Entra's token addresses are one for each tenant, and the one for
    all tenants refuses programs that log in for themselves.
    """
    if "{tenant}" not in address:
        return address
    tenant = config.systems[system].tenant
    where = f"[systems.{system}]"
    if not tenant:
        raise UsageError(f'{system}: its {key} is another for each tenant; add tenant = "..." to {where} in flowc.toml')
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", tenant):
        raise UsageError(f"{where} tenant: give the tenant's id or its domain name, without anything around it")
    return address.replace("{tenant}", tenant)


EXAMPLE = """\
# flowc.toml: what to sync, where, and with which secrets. Paths are relative to this file.
# Every key is described in runtime/README.md.

state = "state/flowc.db"          # links, bases and history; back it up like a database
generated = "generated"           # what `flowc build` wrote
documents = ["specs/*.rst"]       # the dataflow documents
profiles = "specs/systems"        # a profile for each system
# history_days = 365              # how long writes are remembered for `flowc history` and `undo`; 0 = for ever
# flows = ["customerp-tripletex"] # leave out to sync every flow that was built

# Whose edit wins where both sides changed one property. Without a table: the newest one.
# policy = "hold"                 # for all flows: nothing is overwritten until a person decides
# [policies.customerp-tripletex]  # one flow; left and right are its document's
# policy = "left"
# [policies."customerp.Order|tripletex.Order"]            # one pair; left and right are as spelled here
# first = "right"                 # whose value counts when a new link is first merged and both sides have one
# properties = { "note" = "hold", "total > amount" = "right" }

# One table for each system. Secrets are named here and kept in the environment, in a file with mode 0600, or in the
# machine's keyring: { env = "NAME" }, { file = "path" } or { keyring = "service" }.

[systems.customerp]
address = "http://127.0.0.1:8101/api"
secrets = { key = { env = "CUSTOMERP_KEY" } }

[systems.customcrm]
address = "http://127.0.0.1:8102/api"
secrets = { key = { env = "CUSTOMCRM_KEY" } }

[systems.tripletex]
# address and token_address are the vendor's own unless you name a test environment
write = false                     # never write; without it `flowc sync` only looks, and `flowc sync --write` writes
[systems.tripletex.secrets]
consumer_token = { env = "TRIPLETEX_CONSUMER_TOKEN" }
employee_token = { env = "TRIPLETEX_EMPLOYEE_TOKEN" }

# One ObjectType may be read only, and a pilot may leave records out: they are read, and neither written nor copied.
# [systems.tripletex.types.Customer]
# write = false
# [systems.customerp.types.customers.scope]
# keys = ["1001", "1002"]         # only these, or
# all = [{ path = "address.city", equals = "Bergen" }]    # only those with these values

[systems.exact]
account = "123456"                # the division
write = false
[systems.exact.secrets]
client_id = { env = "EXACT_CLIENT_ID" }
client_secret = { env = "EXACT_CLIENT_SECRET" }
refresh_token = { file = "secrets/exact-refresh-token" }  # `flowc login exact` writes it; replaced at every login

[systems.businesscentral]
tenant = "00000000-0000-0000-0000-000000000000"           # the Entra tenant's id
account = "00000000-0000-0000-0000-000000000000"          # the company's id
write = false
[systems.businesscentral.secrets]
client_id = { env = "BC_CLIENT_ID" }
client_secret = { env = "BC_CLIENT_SECRET" }

[systems.powerofficego]
write = false
[systems.powerofficego.secrets]
client_id = { env = "POWEROFFICE_APPLICATION_KEY" }
client_secret = { env = "POWEROFFICE_CLIENT_KEY" }
subscription_key = { env = "POWEROFFICE_SUBSCRIPTION_KEY" }
"""
