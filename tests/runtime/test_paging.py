"""Pages follow each other until the list's end, and no further."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.model import Paging, PagingScheme
from runtime.paging import Query, first, following, reach

OFFSET = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2)
PAGE = Paging(scheme=PagingScheme.PAGE, start="PageNumber", size="PageSize", rows=2)
LINK = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("d", "__next"))


def walk(paging: Paging, total: int) -> tuple[list[int], list[Query]]:
    """The rows a server of `total` rows gives, and the queries it was asked."""
    query, got, asked = first(paging, ()), list[int](), list[Query]()
    while True:
        asked.append(query)
        start = int(dict(query)[paging.start])
        skip = start if paging.scheme is PagingScheme.OFFSET else (start - 1) * paging.rows
        page = list(range(total))[skip : skip + paging.rows]
        got += page
        step = following(paging, query, page, len(page))
        if step is None:
            return got, asked
        assert not isinstance(step, str)
        query = step


@pytest.mark.parametrize("total", [0, 1, 2, 3, 4, 5])
def test_numbered_pages_show_every_row_once(total: int) -> None:
    got, asked = walk(PAGE, total)
    assert got == list(range(total))
    assert len(asked) == total // 2 + 1  # a full last page is only known by the empty one after it


@pytest.mark.parametrize("total", [0, 1, 2, 3, 9, 10, 11, 12, 40])
def test_pages_by_offset_begin_with_the_last_row_of_the_one_before(total: int) -> None:
    paging = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=10)
    got, asked = walk(paging, total)
    assert list(dict.fromkeys(got)) == list(range(total))
    assert len(got) == total + len(asked) - 1
    assert len(asked) == max(1, -(-total // 9))  # nine new rows a page; a page that is not full is the last


def test_an_offset_moves_by_what_came_where_pages_need_not_be_full() -> None:
    paging = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2, until_empty=True)
    got, asked = walk(paging, 4)
    assert got == [0, 1, 2, 3]
    assert len(asked) == 3


def test_a_keyset_goes_on_behind_the_last_row() -> None:
    paging = Paging(
        scheme=PagingScheme.KEYSET, start="$filter", size="$top", rows=2, next_path=("id",), value="id gt {last}"
    )
    query = first(paging, ())
    assert query == (("$top", "2"),)
    step = following(paging, query, None, 2, {"id": 7})
    assert step == (("$top", "2"), ("$filter", "id gt 7"))
    assert following(paging, query, None, 1, {"id": 7}) is None
    with pytest.raises(ValueError, match="go on from"):
        following(paging, query, None, 2, {"id": None})


def test_a_skip_token_travels_in_the_query() -> None:
    paging = Paging(scheme=PagingScheme.SKIP_TOKEN, start="after", next_path=("cursor",))
    assert following(paging, (("a", "b"),), {"cursor": "x y"}, 5) == (("a", "b"), ("after", "x y"))
    assert following(paging, (), {"cursor": None}, 5) is None


def test_the_lists_own_parameters_go_with_every_page() -> None:
    query = first(OFFSET, (("fields", "*"),))
    assert query == (("fields", "*"), ("count", "2"), ("from", "0"))
    assert following(OFFSET, query, [], 2) == (("fields", "*"), ("count", "2"), ("from", "1"))


def test_a_total_in_the_answer_is_not_believed() -> None:
    query = first(OFFSET, ())
    assert following(OFFSET, query, {"fullResultSize": 2}, 2) is not None


def test_links_are_followed_until_there_is_none() -> None:
    assert first(LINK, (("$filter", "x"),)) == (("$filter", "x"),)
    assert following(LINK, (), {"d": {"__next": "https://a/b?$skiptoken=1"}}, 0) == "https://a/b?$skiptoken=1"
    ends: list[Any] = [{"d": {}}, {"d": []}, {"d": None}, {"d": {"__next": None}}, {"d": {"__next": ""}}, [], None]
    for body in ends:
        assert following(LINK, (), body, 60) is None


def test_a_link_that_is_no_text_is_not_the_end() -> None:
    with pytest.raises(ValueError, match="not text"):
        following(LINK, (), {"d": {"__next": 7}}, 60)


def test_one_page_lists_have_one_page() -> None:
    assert first(Paging(), (("a", "b"),)) == (("a", "b"),)
    assert following(Paging(), (), [1] * 100, 100) is None


def test_absent_null_and_value_are_told_apart() -> None:
    document = {"a": {"b": None, "c": 1}}
    assert reach(document, ("a", "c"), "absent") == 1
    assert reach(document, ("a", "b", "x"), "absent") is None
    assert reach(document, ("a", "x"), "absent") == "absent"
    assert reach(document, ("a", "c", "x"), "absent") == "absent"
