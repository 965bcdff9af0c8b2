"""What an OpenAPI description says of the whole system: its address, how to get in, how lists are paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .draft import Draft, address_of
from .guess import secret_name
from .naming import fold
from .openapi_paths import Resource
from .openapi_schema import Schemas, Shape, members
from .profile import Auth, Paging

__all__ = ["address", "auth", "paging"]

_OFFSETS = ("offset", "skip", "from", "start", "startindex", "startat", "first")
_NUMBERS = ("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage")
_TOKENS = (
    "cursor",
    "after",
    "pagetoken",
    "continuationtoken",
    "continuation",
    "nexttoken",
    "skiptoken",
    "startingafter",
)
_SIZES = ("limit", "count", "top", "take", "pagesize", "size", "perpage", "maxresults", "rows", "itemsperpage", "max")
_LINKS = ("@odata.nextLink", "nextLink", "next_link", "next", "nextPageUrl", "nextUrl", "next_page_url")
_LINKED = ("links", "_links", "paging", "pagination", "meta")
_NEXT_TOKENS = (
    "nextCursor",
    "next_cursor",
    "nextPageToken",
    "next_page_token",
    "continuationToken",
    "cursor",
    "nextToken",
)
_HEADER = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def address(document: Mapping[str, Any], draft: Draft) -> str:
    """The first server's address, always with a question: a description's host is not to be trusted as it is."""
    servers = document.get("servers")
    server = members(servers[0]) if isinstance(servers, list) and servers else {}
    url = server.get("url") if isinstance(server.get("url"), str) else ""
    found = address_of(str(url))
    others = len(servers) - 1 if isinstance(servers, list) else 0
    more = f" ({others} more are in the description)" if others > 0 else ""
    if found:
        draft.ask("address", question=f"is this your system? The description says so{more}; secrets are sent there.")
    else:
        said = f"The description says {str(url)[:100]!r}, which is no whole address" if url else "It is not said"
        draft.ask("address", question=f"where is the system? {said}{more}.")
    return found


def auth(document: Mapping[str, Any], schemas: Schemas, draft: Draft) -> Auth:
    """The scheme that the description demands first. One that flowc has not is asked for."""
    held = members(members(document.get("components")).get("securitySchemes"))
    schemes = {name: members(schemas.at(scheme)[0]) for name, scheme in held.items()}
    demanded = document.get("security")
    sets = [members(one) for one in demanded] if isinstance(demanded, list) else []
    wanted = next((one for one in sets if one and all(name in schemes for name in one)), {})
    order = [*wanted, *(name for name in schemes if name not in wanted and not wanted)]
    made: Auth | None = None
    extra: dict[str, str] = {}
    others: list[str] = []
    for name in order:
        candidate = _scheme(schemes[name], draft)
        if candidate is None:
            others.append(name)
        elif made is None or (made.scheme == "api-key" and candidate.scheme != "api-key" and name in wanted):
            if made is not None:
                extra[made.header] = secret_name(next(one for one in order if schemes[one].get("name") == made.header))
            made = candidate
        elif candidate.scheme == "api-key" and name in wanted:
            extra[candidate.header] = secret_name(name)
        else:
            others.append(name)
    _ask_about(made, others, draft)
    found = made or Auth()
    return Auth(
        scheme=found.scheme,
        header=found.header,
        token_address=found.token_address,
        scope=found.scope,
        credentials=found.credentials,
        secret_headers=extra,
    )


def _ask_about(made: Auth | None, others: Sequence[str], draft: Draft) -> None:
    names = ", ".join(name[:40] for name in others[:5])
    if made is None:
        said = f"; the description names {names}, which cannot be told from here" if others else ""
        draft.ask("auth", "scheme", question=f"how do we get in? The description does not say it plainly{said}.")
    elif made.scheme == "basic":
        draft.ask("auth", "scheme", question="user and password, or a session that is asked for first (session-token)?")
    elif others or made.scheme in ("client-credentials", "refresh-token"):
        said = (
            f"There are others too: {names}." if others else "A client's id and secret may travel as `basic` or `form`."
        )
        draft.ask("auth", "scheme", question=f"is this how we get in? {said}")
    if made is not None and made.scheme in ("client-credentials", "refresh-token"):
        draft.ask(
            "auth", "token_address", question="is this where tokens come from? The client's secret is sent there."
        )


def _scheme(scheme: Mapping[str, Any], draft: Draft) -> Auth | None:
    kind, name = scheme.get("type"), scheme.get("name")
    if kind == "apiKey" and scheme.get("in") == "header" and isinstance(name, str):
        if 0 < len(name) <= 80 and set(name) <= _HEADER:
            return Auth(scheme="api-key", header=name)
        draft.note("an API key's header was left out: its name is none")
    if kind == "http":
        word = str(scheme.get("scheme", "")).lower()
        if word in ("basic", "bearer"):
            return Auth(scheme="basic" if word == "basic" else "bearer")
    flows = members(scheme.get("flows")) if kind == "oauth2" else {}
    names: tuple[tuple[str, Literal["client-credentials", "refresh-token"]], ...] = (
        ("clientCredentials", "client-credentials"),
        ("authorizationCode", "refresh-token"),
    )
    for flow, ours in names:
        if flow in flows:
            said = members(flows[flow])
            scopes = [
                one for one in members(said.get("scopes")) if one.isascii() and one.isprintable() and " " not in one
            ]
            return Auth(
                scheme=ours,
                token_address=address_of(str(said.get("tokenUrl", ""))),
                scope=" ".join(scopes[:20])[:500] if ours == "client-credentials" else "",
            )
    return None


def paging(resources: Sequence[Resource], schemas: Schemas, draft: Draft) -> Paging | None:
    """How most lists are paged, by the names of their parameters. Lists that differ are noted."""
    found = [(one, _paging(one, schemas)) for one in resources]
    votes = Counter((p.scheme, p.start, p.size, p.next_path) for _, p in found if p.scheme != "none")
    if not votes:
        if resources:
            draft.ask(
                "paging", "scheme", question="no list names parameters for pages: does one answer hold everything?"
            )
            return Paging()
        return None
    chosen, _ = votes.most_common(1)[0]
    alike = [(r, p) for r, p in found if (p.scheme, p.start, p.size, p.next_path) == chosen]
    different = [r.listing.operation.path for r, p in found if (p.scheme, p.start, p.size, p.next_path) != chosen]
    if different:
        draft.note(f"{len(different)} lists are paged in another way than the rest: {', '.join(different[:10])}")
    result = min((p for _, p in alike), key=lambda one: one.rows)
    _ask_about_paging(result, alike[0][0], schemas, draft)
    return result


def _ask_about_paging(result: Paging, example: Resource, schemas: Schemas, draft: Draft) -> None:
    sure = {"offset": ("offset", "skip", "from"), "page": ("page", "pagenumber"), "next-link": ()}
    if result.scheme == "page":
        low, _ = schemas.shape(example.listing.operation.query[result.start]).bounds
        if low == 0 or schemas.shape(example.listing.operation.query[result.start]).default == 0:
            draft.ask("paging", "start", question="do pages count from 1? The description seems to count from 0.")
    if result.scheme == "skip-token":
        draft.ask("paging", "next_path", question="is this where an answer says how to go on?")
    elif result.scheme != "next-link" and fold(result.start) not in sure.get(result.scheme, ()):
        draft.ask("paging", "scheme", question="is a list paged like this? It is guessed from the parameters' names.")
    if result.size:
        _, most = schemas.shape(example.listing.operation.query[result.size]).bounds
        if most is None:
            draft.ask("paging", "rows", question="how many rows may a page have? The description does not say.")


def _paging(resource: Resource, schemas: Schemas) -> Paging:
    query = {fold(name): name for name in reversed(list(resource.listing.operation.query))}
    size = next((query[name] for name in _SIZES if name in query), "")
    link = _first_path(_LINKS, resource.listing.answer, schemas)
    if size:
        _, most = schemas.shape(resource.listing.operation.query[size]).bounds
        rows = min(most, 1000) if most is not None and most > 0 else 100
    else:
        rows = 100
    if link:
        return Paging(scheme="next-link", size=size, rows=rows, next_path=link)
    schemes: tuple[tuple[Literal["offset", "page", "skip-token"], tuple[str, ...]], ...] = (
        ("offset", _OFFSETS), ("page", _NUMBERS), ("skip-token", _TOKENS),
    )  # fmt: skip
    for scheme, names in schemes:
        fits = ("integer", "number", "") if scheme != "skip-token" else ("string", "integer", "")  # `from` may be a day
        known = {
            name: schemas.shape(resource.listing.operation.query[query[name]]).type for name in names if name in query
        }
        start = next((query[name] for name, kind in known.items() if kind in fits), "")
        if not start or not (size or scheme != "offset"):
            continue
        following = _first_path(_NEXT_TOKENS, resource.listing.answer, schemas) if scheme == "skip-token" else ""
        if scheme != "skip-token" or following:
            return Paging(scheme=scheme, start=start, size=size, rows=rows, next_path=following)
    return Paging()


def _first_path(names: Sequence[str], answer: Shape, schemas: Schemas) -> str:
    """The first of these names in an answer, or one level below; "" where there is none."""
    holders = {name: schemas.shape(answer.properties[name]) for name in _LINKED if name in answer.properties}
    for prefix, shape in (("", answer), *((f"{name}.", held) for name, held in holders.items())):
        for name in names:
            inner = schemas.shape(shape.properties.get(name))
            if name in shape.properties and not inner.properties:
                return f"{prefix}{name}"
            if "href" in inner.properties:
                return f"{prefix}{name}.href"
    return ""
