"""What `flowc system check` finds out beside lists over HTTP: a database's tables, and an OData service's own words.

Nothing is written: a database is opened so that it refuses every write, and a service gets one more GET.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

if TYPE_CHECKING:
    from runtime.database import Database
    from runtime.drift import Difference
    from runtime.http import Client
    from runtime.model import ObjectType, Property
    from runtime.survey import Survey

    from .catalogue import Table
    from .compare import Change
    from .draft import Draft
    from .profile import Profile

__all__ = ["described", "surveyed_tables"]

_FORBIDDEN = 403


# ---- databases ----------------------------------------------------------------------------------


def surveyed_tables(
    database: Database, profile: Profile, kinds: Sequence[ObjectType], codes: Mapping[str, Mapping[str, frozenset[str]]]
) -> list[Survey]:
    """Each ObjectType against the catalogue and a first page of its rows. RemoteError where it cannot be asked."""
    from .catalogue import tables_of
    from .compare_tables import names_of

    names = sorted(set().union(*(names_of(profile.types[kind.name]) for kind in kinds)))
    tables = database.read(lambda connection: tables_of(connection, names), {})
    return [_surveyed_table(database, profile, kind, tables, codes.get(kind.name, {})) for kind in kinds]


def _surveyed_table(
    database: Database,
    profile: Profile,
    kind: ObjectType,
    tables: Mapping[str, Table | None],
    codes: Mapping[str, frozenset[str]],
) -> Survey:
    from runtime.drift import Difference, differences
    from runtime.survey import Survey

    from .compare_tables import mismatches

    found = [
        Difference(type=kind.name, what=one.what, path=one.path, text=one.text, is_note=one.is_note)
        for one in mismatches(profile.types[kind.name], tables)
    ]
    readable = _readable(kind, tables, {one.what for one in found})
    documents: list[dict[str, Any]] = []
    if readable is not None:
        documents, refused = _first_page(database, readable)
        told = {(one.what, one.path) for one in found if not one.is_note}
        seen = differences(readable, documents, codes)
        found += [*refused, *(one for one in seen if (one.what, one.path) not in told)]
    return Survey(type=kind.name, records=len(documents), differences=tuple(found))


def _first_page(database: Database, kind: ObjectType) -> tuple[list[dict[str, Any]], list[Difference]]:
    """The first rows; none, and a difference, where the database refuses just these."""
    from runtime.database_table import Table as Rows
    from runtime.drift import Difference
    from runtime.endpoint import NothingSeen
    from runtime.errors import Rejected, Unavailable

    try:
        page = next(iter(Rows(database, kind).pull("", NothingSeen())), None)
    except Rejected as refused:
        text = f"we may not read {kind.operations.table}: {refused.reason}"
        return [], [Difference(type=kind.name, what="access", text=text)]
    except Unavailable as failed:
        database.log_in()  # is it the rows, or is the database gone? Then this says so
        text = f"a page of {kind.operations.table} cannot be read: {failed.reason}"
        return [], [Difference(type=kind.name, what="list", text=text)]
    return [one.document for one in page.snapshots] if page is not None else [], []


def _readable(kind: ObjectType, tables: Mapping[str, Table | None], faults: Collection[str]) -> ObjectType | None:
    """The ObjectType with what is there of it, so that its rows can be looked at all the same; None without a key."""
    table = tables[kind.operations.table]
    if table is None or table.column(".".join(kind.key)) is None:
        return None
    there = partial(_there, table)
    properties: list[Property] = []
    for prop in kind.properties:
        if not prop.table:
            properties += [prop] if there(prop.path) else []
            continue
        lines = tables[prop.table]
        if lines is not None and _there(lines, prop.key) and lines.column(prop.parent) is not None:
            children = tuple(child for child in prop.children if _there(lines, child.path))
            properties.append(msgspec.structs.replace(prop, children=children))
    feed = kind.operations.feed
    if "feed" in faults or not there(kind.modified):
        feed = None
    return msgspec.structs.replace(
        kind,
        properties=tuple(properties),
        version=kind.version if there(kind.version) else (),
        modified=kind.modified if there(kind.modified) else (),
        operations=msgspec.structs.replace(kind.operations, feed=feed),
    )


def _there(table: Table, path: tuple[str, ...]) -> bool:
    """Whether the table has the column; what no path names is not missed."""
    return not path or table.column(".".join(path)) is not None


# ---- OData --------------------------------------------------------------------------------------


def described(client: Client, profile: Profile, wanted: Collection[str]) -> tuple[list[Change], list[str]]:
    """What the system's own `$metadata` says otherwise, and notes about what could not be read of it.

    A list lies below its service: what comes before a key in its address, or else before its last part. Each service
    is asked once, and where it offers no such thing nothing is said.
    """
    from .compare import changes
    from .draft import NotADescription

    services: dict[str, dict[str, Any]] = {}
    for name, kind in profile.types.items():
        if name in wanted:
            services.setdefault(_service(kind.operations.list), {})[name] = kind
    found: list[Change] = []
    notes: list[str] = []
    for service, types in services.items():
        try:
            draft = _draft(client, profile.name, service)
        except NotADescription as odd:
            notes.append(f"what {service}/$metadata answers was not compared: {odd}")
            continue
        found += changes(types, draft) if draft is not None else []
    return found, notes


def _service(address: str) -> str:
    """The address of the service that a list belongs to, with the account still to be filled in."""
    parts = address.partition("?")[0].strip("/").split("/")
    keyed = next((place for place, part in enumerate(parts) if "(" in part), len(parts) - 1)
    return "".join(f"/{part}" for part in parts[:keyed])


def _draft(client: Client, name: str, service: str) -> Draft | None:
    """The Draft of what a service says of itself; None where it offers nothing. NotADescription for what is none."""
    from runtime.errors import Gone, LoginRefused, Rejected, Unavailable

    from .draft import NotADescription
    from .import_edmx import draft_of

    target = f"{service.replace('{account}', quote(client.account, safe=''))}/$metadata"
    try:
        answer = client.request("GET", target, headers={"Accept": "application/xml"}, raw=True)
    except (Gone, Rejected):
        return None
    except LoginRefused as refused:
        if refused.status != _FORBIDDEN:
            raise
        return None
    except Unavailable as failed:
        raise NotADescription(failed.reason) from None
    return draft_of(answer.body, name)
