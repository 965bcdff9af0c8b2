"""The nouns of the runtime, as frozen values. Imports nothing of ours and does no I/O.

Generated modules build these values; `connector` and `http` obey the wire half of them, `reconcile`
and `sync` the other half. Nothing here knows any particular system.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType

__all__ = [
    "UNSET",
    "Access",
    "Auth",
    "AuthScheme",
    "Batch",
    "Binding",
    "Bulk",
    "Condition",
    "Connected",
    "Creation",
    "CreationRule",
    "Day",
    "Element",
    "Envelope",
    "Epoch",
    "ErrorRule",
    "Facet",
    "Feed",
    "FeedScheme",
    "Flag",
    "Flow",
    "Integer",
    "Json",
    "Kind",
    "LineOperations",
    "Many",
    "Match",
    "Meaning",
    "Mirror",
    "Moment",
    "Number",
    "ObjectPair",
    "ObjectType",
    "Operations",
    "Paging",
    "PagingScheme",
    "Patch",
    "Precondition",
    "Property",
    "Rate",
    "Record",
    "Reference",
    "Row",
    "Side",
    "Snapshot",
    "Source",
    "Struct",
    "System",
    "Text",
    "UnsetType",
    "UpdateStyle",
    "View",
    "ViewSide",
]

Json: TypeAlias = "None | bool | int | float | str | decimal.Decimal | list[Json] | dict[str, Json]"
"""A JSON value. Numbers with a fraction are read as `Decimal`, never as `float`."""

T = TypeVar("T")

# The types of fields of Records, Patches and Views. Capitalised, so that no field's name hides one.
Text: TypeAlias = str | None | UnsetType
Integer: TypeAlias = int | None | UnsetType
Number: TypeAlias = decimal.Decimal | None | UnsetType
Flag: TypeAlias = bool | None | UnsetType
Day: TypeAlias = datetime.date | None | UnsetType
Moment: TypeAlias = datetime.datetime | None | UnsetType
Many: TypeAlias = tuple[T, ...] | None | UnsetType


class Side(Enum):
    """One of the two sides of an ObjectPair."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Kind(Enum):
    """What a Property holds once it is read from the wire."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    LIST = "list"


class Access(Enum):
    """What a system lets us do with a Property."""

    BOTH = "both"
    READ = "read"
    CREATE = "create"  # readable, and writable when the record is made, never after


# ---- records ------------------------------------------------------------------------------------


class Record(Struct, frozen=True, kw_only=True):
    """A remote record as a typed value. UNSET: absent from the answer (unknown). None: blank."""


class Patch(Struct, frozen=True, kw_only=True):
    """Properties to set on one record. UNSET: untouched. None: clear."""


class View(Struct, frozen=True, kw_only=True):
    """Canonical values of one ObjectPair. UNSET: this side does not say. None: blank."""


class Element(Struct, frozen=True, kw_only=True):
    """Which element of a list a Property is a field of: one whose value at `where` is one of `values`.

    Both paths are relative to the element. Where no element is like that, writing makes one with the first value.
    """

    path: tuple[str, ...]
    where: tuple[str, ...]
    values: tuple[str, ...]


class LineOperations(Struct, frozen=True, kw_only=True):
    """Where the elements of a list are written, if not with their record: address templates as in Operations.

    `{line}` is the element's key, `{key}` the record's. `parent` is the wire path, in the body of a new element, that
    names the record ("" where the address does). "" for an operation that the API does not offer.
    """

    create: str = ""
    update: str = ""
    delete: str = ""
    parent: tuple[str, ...] = ()


class Property(Struct, frozen=True, kw_only=True):
    """One typed field of an ObjectType.

    `attribute` names it in the generated Record, `path` on the wire (segments from the root of the
    document). `blanks` are the spellings that mean blank, JSON null aside; the first is what is sent
    to clear it. Where there is none it is `cleared`, a value that does not read back as blank, or else null.
    `masks` are spellings that hide a value: nothing is known of it.
    `required_within`: a new record whose object, the path without its end, is given at all needs this field of it.
    `default` is sent at creation where nothing else gives a value.
    `children` are the fields of one element of a LIST, with paths relative to the element, and `element`
    is the element's Record. `targets` are the ObjectTypes, of the same system, a reference may point to.
    With `within`, `path` is that of a list, and the Property a field of one of its elements.
    `key` is the path, within an element of a LIST, that tells elements apart: such elements are records of their own
    inside their record (SEMANTICS section 5), with a `version` of their own where the API has one. `lines` says where
    they are written; without it the list travels whole. `table` and `parent` are for databases: the elements' table,
    and its column that names the record.
    """

    attribute: str
    path: tuple[str, ...]
    kind: Kind = Kind.TEXT
    access: Access = Access.BOTH
    required: bool = False
    required_within: bool = False
    max_length: int | None = None
    blanks: tuple[str | int | bool, ...] = ()
    cleared: str | int | bool | None = None
    masks: tuple[str, ...] = ()
    default: str | int | bool | None = None
    targets: tuple[str, ...] = ()
    children: tuple[Property, ...] = ()
    element: type[Record] | None = None
    within: Element | None = None
    key: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    lines: LineOperations | None = None
    table: str = ""
    parent: str = ""

    @property
    def name(self) -> str:
        """What people call it: its path, as documents write it."""
        path = ".".join(self.path)
        if self.within is None:
            return path
        return f"{path}[{'.'.join(self.within.where)}={'|'.join(self.within.values)}].{'.'.join(self.within.path)}"


class Facet(Struct, frozen=True, kw_only=True):
    """A part of an ObjectType: the records whose property at `path` equals `value`."""

    name: str
    path: tuple[str, ...]
    value: str | int | bool


# ---- the wire -----------------------------------------------------------------------------------


class PagingScheme(Enum):
    """How a list is read to its end."""

    NONE = "none"  # one answer holds everything
    OFFSET = "offset"  # `start`: rows to skip, `size`: rows wanted; ends with a short page
    PAGE = "page"  # `start`: page number from 1, `size`: rows wanted; ends with a short or empty page
    NEXT_LINK = "next-link"  # the answer names the next page at `next_path`
    SKIP_TOKEN = "skip-token"  # the answer holds, at `next_path`, what `start` is to be for the next page
    KEYSET = "keyset"  # `start` asks for rows behind the last one's value at `next_path`; ends with a short page


class Paging(Struct, frozen=True, kw_only=True):
    """A paging scheme with the names of its query parameters (`start`, `size`).

    `value` spells the `start` of a KEYSET, with `{last}` for the last row's value. `until_empty`: a short page is not
    the end, since nothing says that the server gives as many rows as are asked for.
    """

    scheme: PagingScheme = PagingScheme.NONE
    start: str = ""
    size: str = ""
    rows: int = 100
    next_path: tuple[str, ...] = ()
    value: str = "{last}"
    until_empty: bool = False


class Envelope(Struct, frozen=True, kw_only=True):
    """Where things are in an answer; () is the body.

    `rows` are a list's records, `item` one record, `made` what a create answers, the record or its key (None: as
    `item`), `message` and `code` what a refusal says, where it does so in no shape in use (see `refusals.said`).
    """

    rows: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    made: tuple[str, ...] | None = None
    message: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


class UpdateStyle(Enum):
    """How a change to an existing record is sent."""

    PATCH_MERGE = "patch-merge"  # PATCH with the changed fields, nested as on the wire
    PUT_PARTIAL = "put-partial"  # PUT with the changed fields only
    PUT_FULL = "put-full"  # PUT with the whole record, read anew and changed
    JSON_PATCH = "json-patch"  # PATCH with RFC 6902 `replace` operations


class Precondition(Enum):
    """What guards a write against somebody else's newer one."""

    ETAG = "etag"  # If-Match with the version read before
    VERSION = "version"  # the version read before travels in the body
    COMPARE = "compare"  # read again, compare the version (a modified stamp), then write
    NONE = "none"


class AuthScheme(Enum):
    """How requests are authorised. Secrets are named by `flowc.toml`, never here."""

    NONE = "none"
    API_KEY = "api-key"  # secret `key` in header `header`
    BEARER = "bearer"  # secret `token`
    BASIC = "basic"  # secrets `user`, `password`
    CLIENT_CREDENTIALS = "client-credentials"  # OAuth 2.0; secrets `client_id`, `client_secret`
    REFRESH_TOKEN = "refresh-token"  # OAuth 2.0, rotating; adds secret `refresh_token`
    SESSION_TOKEN = "session-token"  # secrets `consumer_token`, `employee_token` make a dated session


class Auth(Struct, frozen=True, kw_only=True):
    """An auth scheme with its public parameters.

    `credentials` says where an OAuth client's own id and secret travel: "basic" or "form".
    `token_address` may hold the place `{tenant}`, which flowc.toml fills, and so may `authorize_address`, where a
    person's browser is sent for the first login; `pkce` says that the vendor takes a code challenge there (RFC 7636).
    `secret_headers` are headers sent with every request, token requests included, whose values are secrets:
    pairs of header name and secret name.
    """

    scheme: AuthScheme = AuthScheme.NONE
    header: str = "Authorization"
    token_address: str = ""
    authorize_address: str = ""
    pkce: bool = False
    scope: str = ""
    credentials: str = "basic"
    secret_headers: tuple[tuple[str, str], ...] = ()


class Meaning(Enum):
    """What an answer outside 2xx means for us."""

    REJECTED = "rejected"  # definitely refused, nothing was changed
    CHANGED = "changed"  # somebody else wrote the record since it was read
    DUPLICATE = "duplicate"  # refused, because such a record is there already
    GONE = "gone"  # there is no such record
    THROTTLED = "throttled"  # refused unseen, because too much was asked
    LOGIN = "login"  # our credentials do not allow it
    UNAVAILABLE = "unavailable"  # not now; nothing was changed
    UNKNOWN = "unknown"  # it may or may not have been done


class ErrorRule(Struct, frozen=True, kw_only=True):
    """What one kind of answer means. All that is given must hold; the first rule that fits counts.

    `method` and `status` are HTTP's, `code` the vendor's code, `text` a part of the message in any case (only for APIs
    whose messages are not translated). What no rule says is read from status and method alone.
    """

    means: Meaning
    method: str = ""
    status: int = 0
    code: str = ""
    text: str = ""


class Batch(Struct, frozen=True, kw_only=True):
    """OData's `$batch` in JSON: its path below the system's address, and how many operations it takes at once."""

    address: str = ""
    rows: int = 100


class Rate(Struct, frozen=True, kw_only=True):
    """A vendor's limit: at most so many requests in any time of so many seconds."""

    requests: int
    seconds: int


class Epoch(Struct, frozen=True, kw_only=True):
    """What says that the numbers of SEQUENCE feeds have started again: a list below the system's address, and the wire
    paths in its rows whose values are other ones then. It is read once in a pass."""

    list: str
    query: tuple[tuple[str, str], ...] = ()
    paths: tuple[tuple[str, ...], ...]


class System(Struct, frozen=True, kw_only=True):
    """A remote application. `name` is the resolved name, `address` the vendor's own (flowc.toml wins).

    `fills_absent`: a Property that an answer leaves out, and always has, is blank and may be filled. Otherwise nothing
    is known of it. In no system does leaving out clear anything.
    All of `rates` hold at once, for all who use one account; `concurrent` requests may run at a time (0: any number).
    `logins_count`: the vendor counts requests for tokens too.
    `idempotency` names the header of a create whose value makes it harmless to send the same again within so many
    `idempotency_hours`; "" where there is none. `settles_within`: so many seconds after a write that was not answered
    it is surely done, or surely not; 0 where nobody says. `lag`: so many seconds after a write of ours a read may still
    show the record as it was before it, or not at all; 0 where reads do not lag.
    """

    name: str
    label: str
    protocol: str
    address: str = ""
    auth: Auth = Auth()
    paging: Paging = Paging()
    envelope: Envelope = Envelope()
    update: UpdateStyle = UpdateStyle.PATCH_MERGE
    precondition: Precondition = Precondition.NONE
    headers: tuple[tuple[str, str], ...] = ()
    fills_absent: bool = False
    dates: str = "iso"  # "iso", or "ms" for OData v2's /Date(milliseconds)/
    batch: Batch = Batch()
    epoch: Epoch | None = None
    errors: tuple[ErrorRule, ...] = ()
    rates: tuple[Rate, ...] = ()
    concurrent: int = 0
    logins_count: bool = False
    idempotency: str = ""
    idempotency_hours: int = 24
    settles_within: int = 0
    lag: int = 0


class FeedScheme(Enum):
    """How a system tells what changed."""

    MODIFIED = "modified"  # everything whose stamp is not older than the newest one seen
    SEQUENCE = "sequence"  # everything whose number, given at each change, is above the highest one seen
    DIGEST = "digest"  # whether anything in the list changed at all: 304 where nothing did


class Source(Struct, frozen=True, kw_only=True):
    """A further list of a SEQUENCE feed, whose rows name records that changed too, at `key`.

    With `within`, a row names an element of that list instead, at the element's key: so a deleted element is noticed.
    """

    list: str
    query: tuple[tuple[str, str], ...] = ()
    value: str = "{since}"
    stamp: tuple[str, ...]
    key: tuple[str, ...]
    within: tuple[str, ...] = ()


class Feed(Struct, frozen=True, kw_only=True):
    """Where an ObjectType's changes are read, and how far that can be trusted.

    MODIFIED and SEQUENCE: the query parameter `parameter` gets `value` with `{since}` in it; `first` stands in for
    `{since}` in a first read ("" = the list as it is). `list` and `query` replace those of the Operations, `rows` the
    page size. `overlap` (seconds) is subtracted from the newest stamp. `stamp` is the wire path of a row's number
    (SEQUENCE), or of the list's digest in an answer (DIGEST). `key` is where the feed's rows have the record's key, if
    elsewhere.
    `partial`: rows leave things out, so a changed record is read by itself. `full_every`: hours after which the list is
    read whole all the same, since the feed misses something; 0 for never.
    """

    scheme: FeedScheme
    list: str = ""
    query: tuple[tuple[str, str], ...] = ()
    parameter: str = ""
    value: str = "{since}"
    first: str = ""
    overlap: int = 0
    rows: int = 0
    stamp: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    partial: bool = False
    full_every: int = 0
    also: tuple[Source, ...] = ()


class Bulk(Struct, frozen=True, kw_only=True):
    """Addresses that take a list of records at once, all or nothing, and answer with them in the same order.

    "" where there is none. A changed record carries its key, and its version where the API has one. `keys` is the
    list's query parameter that takes keys with commas between them: for reading back what was written at once.
    `keyed`: a create of many takes as many idempotency keys, with commas between them, each that of one record. Where
    it does not, records that have keys are created one by one.
    """

    create: str = ""
    update: str = ""
    rows: int = 100
    keys: str = ""
    keyed: bool = False


class Operations(Struct, frozen=True, kw_only=True):
    """Where an ObjectType lives, as path templates below the system's address.

    `{key}` is the record's key, `{account}` the account part of flowc.toml, and any other `{name}` a wire
    path in the record (or in the body of a create); each value is percent-encoded.
    `create` is "" where the API lets nobody create, and `why_not` says so. `delete` is "" where it deletes nothing.
    `lives_on`: where a record that is found at `item` no more may live on as something else, and so is not deleted.
    `variants` are further queries with each of which the list is read, where no single one shows everything.
    `partial`: a list leaves things out, so each record is read by itself. `read_back` reads a record again after it was
    created or changed, because the answer is incomplete. `table` is for databases, and stands for the rest.
    """

    list: str = ""
    item: str = ""
    create: str = ""
    why_not: str = ""
    update: str = ""
    delete: str = ""
    lives_on: str = ""
    list_query: tuple[tuple[str, str], ...] = ()
    item_query: tuple[tuple[str, str], ...] = ()
    update_query: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[tuple[str, str], ...], ...] = ()
    feed: Feed | None = None
    bulk: Bulk = Bulk()
    partial: bool = False
    read_back: bool = False
    table: str = ""

    @property
    def creatable(self) -> bool:
        """Whether records can be made there; `why_not` says why not."""
        return bool(self.create or (self.table and not self.why_not))

    @property
    def deletable(self) -> bool:
        """Whether records can be deleted there. Of a table they can, if the database allows it."""
        return bool(self.delete or self.table)


class ObjectType(Struct, frozen=True, kw_only=True):
    """One kind of remote record. `key`, `version`, `modified` and `created` are wire paths (() where there is none).

    `created` never changes while a record lives: a key that shows another value there is another record's (S-30).
    `unique` are attributes whose values the system gives to one record only: what a duplicate is found by.
    """

    system: System
    name: str
    record: type[Record]
    patch: type[Patch]
    properties: tuple[Property, ...]
    operations: Operations
    key: tuple[str, ...]
    version: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    def property_named(self, attribute: str) -> Property:
        """The Property with this attribute name. KeyError if there is none."""
        for candidate in self.properties:
            if candidate.attribute == attribute:
                return candidate
        raise KeyError(attribute)

    def path_of(self, attribute: str) -> str:
        """What people call an attribute, or a "list.child": its path. What is not there any more keeps its name."""
        found, properties = [], self.properties
        for name in attribute.split("."):
            prop = next((one for one in properties if one.attribute == name), None)
            found.append(prop.name if prop is not None else name)
            properties = prop.children if prop is not None else ()
        return ".".join(found)


class Snapshot(Struct, frozen=True, kw_only=True):
    """What a system last said about one record: its whole document, byte-exact numbers included.

    `key` is the key as text, `version` what a precondition needs, `modified` the server's stamp of the last
    edit as an ISO 8601 instant ("" where the API has none). `read_back`: it was read after a write, and is not the
    write's own answer, so that somebody may have come between.
    """

    key: str
    document: dict[str, Any]
    version: str = ""
    modified: str = ""
    read_back: bool = False


# ---- pairs --------------------------------------------------------------------------------------


class Binding(Enum):
    """What a Row may do once its whole table is known."""

    TWO_WAY = "two-way"
    RIGHT = "right"
    LEFT = "left"
    COPY_RIGHT = "copy-right"
    COPY_LEFT = "copy-left"

    @property
    def target(self) -> Side | None:
        """The side that is written; None for both."""
        if self is Binding.TWO_WAY:
            return None
        return Side.LEFT if self in (Binding.LEFT, Binding.COPY_LEFT) else Side.RIGHT


class Condition(Struct, frozen=True, kw_only=True):
    """One literal of a row's condition: it holds where a side's `attribute` is `value`, or a list that contains it.

    `child` is the field to look at where the attribute is a list of elements. The value "" means blank or absent.
    A property that no record has, the `attribute` "", is blank.
    """

    side: Side
    attribute: str = ""
    value: str = ""
    child: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """A line of a property table, as the engine sees it: a field of the View and two attributes.

    `identity` is what bases remember it by: both wire paths and the conditions, so that renaming a field loses
    nothing. Any one of a side's `conditions` suffices; with conditions on both sides, both must hold. `keyed`: a list
    whose elements are merged one by one, told apart by their `key`. `conversion` stands for how both attributes are
    seen and written; "" for text as it is. Where it changes, what both sides show is the new base.
    """

    name: str
    left: str
    right: str
    identity: str
    binding: Binding = Binding.TWO_WAY
    conditions: tuple[Condition, ...] = ()
    keyed: bool = False
    conversion: str = ""


class Reference(Struct, frozen=True, kw_only=True):
    """A View field that holds a link: `left` and `right` name the ObjectTypes it may point to.

    `field` is the View's field, or "list.child" for a reference inside the elements of a list.
    """

    field: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Creation(Enum):
    """When a record gets one on the other side."""

    EVERY = "every"
    WHEN = "when"
    CONNECTED = "connected"
    MATCH_ONLY = "match-only"


class Connected(Struct, frozen=True, kw_only=True):
    """What a record must be connected to: a record of one of `types`, of its own system, or one that it names
    in one of its reference `attributes`, which is linked into the system `into`."""

    types: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    into: str


class CreationRule(Struct, frozen=True, kw_only=True):
    """A section's rule for new records, from its own left to its own right.

    `when` is the predicate its prose is bound to, None if it is bound to none. `missing` are the required
    properties of new records that no row and no default gives a value.
    """

    kind: Creation = Creation.EVERY
    prose: str = ""
    when: Callable[[Any], bool] | None = None
    connected: Connected | None = None
    missing: tuple[str, ...] = ()


class Match(Struct, frozen=True, kw_only=True):
    """One alternative of the match table: canonical functions of the left and of the right record."""

    left: Callable[[Any], object]
    right: Callable[[Any], object]
    label: str


class ViewSide(Struct, frozen=True, kw_only=True):
    """One side of a pair: the type, its facet, and the functions from and to the View.

    `timed`: `to_view` also takes the present, because a row's expression says `now`.
    """

    type: ObjectType
    facet: Facet | None = None
    to_view: Callable[..., View]
    from_view: Callable[[Any, Any], Patch]
    timed: bool = False

    def view(self, record: Record, now: datetime.datetime) -> View:
        """The record's View. `now` is one instant for a whole pass, so that the result is a function of both."""
        return self.to_view(record, now) if self.timed else self.to_view(record)


class ObjectPair(Struct, frozen=True, kw_only=True):
    """Two ObjectTypes kept equal.

    `name` is unique in its flow. `view` is the View's type, `rows` say what each of its fields may do; `rule`
    says when a left record gets a right one, and Mirrors of this pair the other way.
    Links belong to `key`, which only knows systems, types and facets.
    """

    name: str
    title: str
    view: type[View]
    left: ViewSide
    right: ViewSide
    rows: tuple[Row, ...] = ()
    rule: CreationRule = CreationRule()
    match: tuple[Match, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def key(self) -> str:
        """Identity of this pair's set of links: resolved system, type and facet of both sides."""
        return f"{_identity(self.left)}|{_identity(self.right)}"

    def side(self, side: Side) -> ViewSide:
        return self.left if side is Side.LEFT else self.right


class Mirror(Struct, frozen=True, kw_only=True):
    """A section that says of a pair, whose left and right are swapped there, when a right record gets a left one."""

    pair: ObjectPair
    title: str
    rule: CreationRule


class Flow(Struct, frozen=True, kw_only=True):
    """A document's pairs, ready to run; `mirrors` are its sections whose pairs another document's flow holds."""

    name: str
    title: str
    left: System
    right: System
    pairs: tuple[ObjectPair, ...]
    mirrors: tuple[Mirror, ...] = ()


def _identity(side: ViewSide) -> str:
    facet = f"/{side.facet.name}" if side.facet else ""
    return f"{side.type.system.name}.{side.type.name}{facet}"
