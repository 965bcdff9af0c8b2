"""What goes wrong with a write to one record (F-05 to F-09, F-15)."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from runtime.model import Auth, AuthScheme, Match, Precondition
from runtime.policies import Choice, Policies
from tests.runtime.faults.bench import HTTP, Bench
from tests.runtime.faults.matrix import fault
from tests.runtime.pairs import BY_EMAIL
from tests.runtime.scripted import Asked, Reply

# ---- creates ------------------------------------------------------------------------------------


@fault("F-05")
@pytest.mark.parametrize(
    ("status", "told"),
    [(200, "body"), (202, "body"), (201, "location"), (204, "location")],
)
def test_any_success_of_a_create_is_one(bench: Bench, status: int, told: str) -> None:
    """The key is in the body, or in the Location, which is then followed by a read of the record."""

    def after(asked: Asked, reply: Reply) -> Reply:
        if asked.method != "POST":
            return reply
        if told == "body":
            return Reply(status, reply.body, reply.headers)
        place = bench.kind.operations.item.replace("{key}", "1")
        return Reply(status, None, {"Location": f"{bench.books.vendor.address}{place}"})

    bench.books.after = after
    key = bench.left.has(name="Ada", email="ada@x.no")
    assert bench.run().exit_code == 0
    assert [asked.method for asked in bench.books.asked()][1:] == ["POST"] + ["GET"] * (told == "location")
    assert bench.linked() == [(key, "1")]
    bench.settles()


@fault("F-05")
def test_a_create_that_does_not_say_what_it_made_is_found_by_looking(bench: Bench) -> None:
    bench.books.after = lambda asked, reply: Reply(204) if asked.method == "POST" else reply
    key = bench.left.has(name="Ada", email="ada@x.no")
    assert bench.run().exit_code == 1
    assert [entry.kind for entry in bench.entries()] == ["review"]
    assert bench.run().exit_code == 0
    assert bench.linked() == [(key, "1")]
    assert len(bench.books.documents) == 1
    bench.settles()


def taken(bench: Bench, name: str = "Lovelace") -> None:
    """Somebody makes the same record between our read and our write, and the server takes none twice."""

    def before(asked: Asked) -> Reply | None:
        if asked.method != "POST":
            return None
        if not bench.books.documents:
            bench.books.has(name=name, email="ada@x.no")
        return bench.books.refused(409, "such a record is there already")

    bench.books.before = before


@fault("F-06")
@pytest.mark.parametrize("match", [(BY_EMAIL,), ()], ids=["match", "no match"])
def test_a_record_that_is_there_already_is_found_by_what_is_unique_and_linked(
    bench: Bench, match: tuple[Match, ...]
) -> None:
    """Its bases are what we meant to send: so what it shows otherwise is an edit, and arrives on the left."""
    bench.set_up(unique=("email",), match=match)
    taken(bench)
    key = bench.left.has(name="Ada", email="ada@x.no")
    report = bench.run()
    assert (report.exit_code, report.pairs[bench.pair.key].linked) == (0, 1)
    (link,) = bench.store.links()
    assert (link.left_key, link.right_key) == (key, "1")
    assert bench.left.column("name") == bench.books.column("name") == ["Lovelace"]
    assert [asked.method for asked in bench.books.writes()] == ["POST"]
    bench.settles()


@fault("F-06")
def test_a_record_that_is_there_already_is_found_by_its_match(bench: Bench) -> None:
    taken(bench)
    key = bench.left.has(name="Ada", email="ada@x.no")
    assert bench.run().exit_code == 0
    assert bench.linked() == [(key, "1")]
    assert [asked.method for asked in bench.books.writes()].count("POST") == 1


@fault("F-06")
def test_a_duplicate_that_nobody_can_tell_is_a_failed_record_and_asked_once(bench: Bench) -> None:
    bench.set_up(match=())
    taken(bench)
    bench.left.has(name="Ada", email="ada@x.no")
    for code in (1, 0):
        assert (bench.run().exit_code, bench.linked()) == (code, [])
        (entry,) = bench.entries("failed")
        assert "it cannot be told which" in entry.reason
    assert [asked.method for asked in bench.books.writes()] == ["POST"]


# ---- somebody was faster ------------------------------------------------------------------------


@fault("F-07")
@pytest.mark.parametrize(("status", "many"), [(409, False), (412, True)])
def test_a_record_that_changed_is_read_again_and_merged(bench: Bench, status: int, many: bool) -> None:
    bench.set_up(many=many and bench.protocol == "odata-v4")
    ada, eve = bench.start("Ada", "Eve")
    bench.left.edit(ada, name="Ada Lovelace")
    bench.left.edit(eve, name="Evelyn")

    def before(asked: Asked) -> Reply | None:
        if asked.method == "PATCH" and bench.books.documents["1"]["email"] == "ada@x.no":
            bench.books.edit("1", email="lovelace@x.no")
            return bench.books.refused(status, "somebody changed it")
        return None

    bench.books.before = before
    assert bench.run().exit_code == 0
    assert bench.books.column("name") == bench.left.column("name") == ["Ada Lovelace", "Evelyn"]
    assert bench.books.column("email") == bench.left.column("email") == ["lovelace@x.no", "eve@x.no"]
    guards = [asked.headers["if-match"] for asked in bench.books.asked("PATCH")]
    assert len(guards) == len(set(guards))  # each rests on what was just read; none is forced
    bench.settles()


@fault("F-07")
def test_a_record_that_keeps_changing_is_never_forced(bench: Bench) -> None:
    (ada,) = bench.start("Ada")
    bench.left.edit(ada, name="Ada Lovelace")

    def before(asked: Asked) -> Reply | None:
        if asked.method == "PATCH" and len(bench.books.asked("PATCH")) < 6:
            bench.books.edit("1", email=f"ada{len(bench.books.asked())}@x.no")
        return None

    bench.books.before = before
    assert bench.run().exit_code == 0
    assert all("if-match" in asked.headers for asked in bench.books.asked("PATCH"))
    assert bench.books.column("name") == ["Ada Lovelace"]
    bench.settles()


@fault("F-08")
@pytest.mark.parametrize(("in_body", "many"), [(True, False), (True, True), (False, False)])
def test_versions_that_never_match_are_noticed_and_the_record_compared_instead(
    bench: Bench, in_body: bool, many: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy rewrites the ETag on its way in."""
    bench.set_up(in_body=in_body, many=many and bench.protocol == "odata-v4")
    ada, eve = bench.start("Ada", "Eve")

    def before(asked: Asked) -> Reply | None:
        if "if-match" in asked.headers:
            return bench.books.refused(412, "the condition does not hold")
        return None

    bench.books.before = before
    bench.left.edit(ada, name="Ada Lovelace")
    bench.left.edit(eve, name="Evelyn")
    with caplog.at_level(logging.WARNING):
        assert bench.run().exit_code == 0
    assert bench.books.column("name") == ["Ada Lovelace", "Evelyn"]
    assert [record.getMessage() for record in caplog.records if "versions" in record.getMessage()] == [
        "b customer: refuses the versions that it gives itself; its records are read again and compared before a write"
    ]
    requests = bench.books.asked()
    for number, asked in enumerate(requests):
        if asked.method == "PATCH" and "if-match" not in asked.headers:
            assert (requests[number - 1].method, requests[number - 1].path) == ("GET", asked.path)
    bench.settles()


@fault("F-08")
def test_without_versions_nobody_is_overwritten_either(bench: Bench) -> None:
    (ada,) = bench.start("Ada")
    bench.left.edit(ada, name="Ada Lovelace")

    def before(asked: Asked) -> Reply | None:
        if "if-match" not in asked.headers:
            return None
        if len(bench.books.asked("PATCH")) == 2:
            bench.books.edit("1", name="Ada King", email="lovelace@x.no")
        return bench.books.refused(412, "the condition does not hold")

    bench.books.before = before
    bench.run()
    kept = {(conflict.left_value, conflict.right_value) for conflict, _, _ in bench.store.conflicts()}
    assert kept == {('"Ada Lovelace"', '"Ada King"')}
    assert bench.left.column("name") == bench.books.column("name")
    assert bench.left.column("email") == bench.books.column("email") == ["lovelace@x.no"]
    bench.settles()


@fault("F-08")
@pytest.mark.parametrize("precondition", [Precondition.ETAG, Precondition.VERSION, Precondition.COMPARE])
def test_a_refusal_that_no_version_explains_is_a_failed_record(bench: Bench, precondition: Precondition) -> None:
    """409 is also what some servers say of a value that they do not take: then nothing goes round in circles."""
    bench.set_up(precondition=precondition)
    ada, eve = bench.start("Ada", "Eve")
    bench.left.edit(ada, name="Ada Lovelace")
    bench.left.edit(eve, name="Evelyn")
    no = bench.books.refused(409, "a conflict of values")
    bench.books.before = lambda asked: no if asked.method == "PATCH" and b"Lovelace" in asked.body else None
    report = bench.run()
    assert (report.exit_code, report.pairs[bench.pair.key].failed) == (1, 1)
    assert bench.books.column("name") == ["Ada", "Evelyn"]
    (entry,) = bench.entries("failed")
    assert entry.key == ada and "a conflict of values" in entry.reason
    sent = [asked for asked in bench.books.writes() if b"Lovelace" in asked.body]
    assert len(sent) == (3 if precondition is Precondition.ETAG else 2)  # without a header there is none to leave out


@fault("F-08")
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize("precondition", [Precondition.ETAG, Precondition.VERSION, Precondition.COMPARE])
def test_what_counts_as_changed_each_time_waits_for_the_next_pass(
    bench: Bench, precondition: Precondition, method: str
) -> None:
    """412 says that nothing was written, and nothing against the record: as soon as its server is well, it is."""
    bench.set_up(precondition=precondition, deletes=True)
    ada, eve = bench.start("Ada", "Eve")
    bench.left.edit(eve, name="Evelyn")
    if method == "DELETE":
        bench.left.remove(ada)
    else:
        bench.left.edit(ada, name="Ada Lovelace")
    no = bench.books.refused(412, "the condition does not hold")

    def is_refused(asked: Asked) -> bool:
        return asked.method == method and b"Evelyn" not in asked.body

    bench.books.before = lambda asked: no if is_refused(asked) else None
    options = {"policies": Policies(default=Choice(propagate=True)), "allow_deletes": True}
    for _ in range(2):
        bench.books.writes()
        report = bench.run(**options)
        assert report.pairs[bench.pair.key].failed == 0
        assert bench.books.column("name") == ["Ada", "Evelyn"]
        (entry,) = bench.entries()
        assert (entry.kind, entry.key) == ("waiting", ada) and "the condition does not hold" in entry.reason
        sent = [asked for asked in bench.books.asked() if is_refused(asked)]
        assert len(sent) == (3 if precondition is Precondition.ETAG else 2)  # without a header none can be left out
    bench.books.before = lambda asked: None
    assert bench.run(**options).exit_code == 0
    assert bench.books.column("name") == (["Evelyn"] if method == "DELETE" else ["Ada Lovelace", "Evelyn"])
    assert bench.entries("waiting") == []
    bench.settles()


@fault("F-09")
def test_a_version_that_moves_by_itself_is_no_change(bench: Bench) -> None:
    (ada,) = bench.start("Ada")
    bench.books.touch("1")
    bench.settles()
    bench.left.edit(ada, name="Ada Lovelace")
    moved: list[str] = []

    def before(asked: Asked) -> Reply | None:
        if asked.method == "PATCH" and not moved:
            moved.append("now")
            bench.books.touch("1")
        return None

    bench.books.before = before
    report = bench.run()
    assert (report.exit_code, report.pairs[bench.pair.key].conflicts) == (0, 0)
    assert bench.books.column("name") == ["Ada Lovelace"]
    assert len(bench.books.asked("PATCH")) == 2
    bench.settles()


@fault("F-09")
def test_a_version_that_moves_whenever_it_is_read_makes_no_endless_round(bench: Bench) -> None:
    (ada,) = bench.start("Ada")

    def after(asked: Asked, reply: Reply) -> Reply:
        for key in bench.books.documents:
            bench.books.touch(key)
        return reply

    bench.books.after = after
    bench.settles()
    bench.left.edit(ada, name="Ada Lovelace")
    assert bench.run().exit_code == 0
    assert bench.books.column("name") == ["Ada Lovelace"]
    assert len(bench.books.asked("PATCH")) <= 3
    bench.settles()


@fault("F-09")
def test_a_write_that_is_answered_without_a_version_is_read_back(bench: Bench) -> None:
    bench.set_up(in_body=False)
    (ada,) = bench.start("Ada")

    def after(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "PATCH":
            reply.headers.pop("ETag")
        return reply

    bench.books.after = after
    for name in ("Ada Lovelace", "Ada King"):
        bench.left.edit(ada, name=name)
        assert bench.run().exit_code == 0
        assert bench.books.column("name") == [name]
        bench.settles()


@fault("F-09")
def test_a_server_that_gives_no_version_at_all_is_compared(bench: Bench) -> None:
    bench.set_up(in_body=False)

    def after(asked: Asked, reply: Reply) -> Reply:
        reply.headers.pop("ETag", None)
        return reply

    bench.books.after = after
    (ada,) = bench.start("Ada")
    bench.left.edit(ada, name="Ada Lovelace")
    assert bench.run().exit_code == 0
    assert bench.books.column("name") == ["Ada Lovelace"]
    bench.settles()


def _polite(bench: Bench) -> None:
    """The server writes every name its own way, and tells no version: records are compared before a write."""
    bench.set_up(precondition=Precondition.COMPARE, in_body=False)
    edit = bench.books.edit

    def polite(key: str, **values: Any) -> None:
        edit(key, **{n: f"Dr {v.removeprefix('Dr ')}" if n == "name" else v for n, v in values.items()})

    bench.books.edit = polite  # type: ignore[method-assign]


@pytest.mark.parametrize("protocol", HTTP)
def test_the_form_that_the_answer_of_a_compared_write_shows_is_not_sent_back(bench: Bench) -> None:
    _polite(bench)
    (ada,) = bench.start("Ada")
    assert (bench.left.column("name"), bench.books.column("name")) == (["Ada"], ["Dr Ada"])
    for name in ("Ada Lovelace", "Ada King"):
        bench.left.edit(ada, name=name)
        assert bench.run().exit_code == 0
        assert [asked.method for asked in bench.books.asked()][-2:] == ["GET", "PATCH"], "the answer is enough"
        for _ in range(2):
            assert (bench.left.column("name"), bench.books.column("name")) == ([name], [f"Dr {name}"])
            assert bench.run().exit_code == 0
        assert len(bench.books.writes()) == 1 and bench.left.writes == []


@pytest.mark.parametrize("protocol", HTTP)
def test_an_edit_between_the_comparison_and_the_write_is_nobody_elses(bench: Bench) -> None:
    _polite(bench)
    (ada,) = bench.start("Ada")
    edits = ["new@x.no"]

    def before(asked: Asked) -> None:
        if asked.method == "PATCH" and edits:
            bench.books.edit("1", email=edits.pop())

    bench.books.before = before
    bench.left.edit(ada, name="Ada Lovelace")
    for _ in range(2):
        assert bench.run().exit_code == 0
    assert bench.left.column("email") == bench.books.column("email") == ["new@x.no"]
    assert bench.books.column("name") == ["Dr Ada Lovelace"] and bench.store.conflicts() == []


# ---- one bad record -----------------------------------------------------------------------------


@fault("F-15")
@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(("new", "status"), [(False, 400), (True, 422)])
def test_one_bad_record_is_one_failed_entry_and_the_others_go_on(
    bench: Bench, many: bool, new: bool, status: int
) -> None:
    names = ["Ada", "Bad", "Eve"]
    bench.set_up(many=many)
    if new:
        keys = [bench.left.has(name=f"{name} Two", email=f"{name.lower()}@x.no") for name in names]
    else:
        keys = bench.start(*names)
        for key, name in zip(keys, names, strict=True):
            bench.left.edit(key, name=f"{name} Two")
    no = bench.books.refused(status, "<b>the name</b> is\r\n refused \x1b[31m")
    bench.books.before = lambda asked: no if b"Bad Two" in asked.body and b"requests" not in asked.body else None
    report = bench.run()
    assert (report.exit_code, report.pairs[bench.pair.key].failed) == (1, 1)
    (entry,) = bench.entries("failed")
    assert entry.key == keys[1]
    assert "the name is refused" in entry.reason and entry.reason.isprintable()
    assert sorted(bench.books.column("name")) == sorted(["Ada Two", "Eve Two", *([] if new else ["Bad"])])
    bench.books.before = lambda asked: None
    bench.run()
    bench.left.edit(keys[1], name="Bad Three")
    assert bench.run().exit_code == 0
    bench.settles()


@fault("F-15")
def test_the_text_of_a_refusal_holds_no_secret(bench: Bench) -> None:
    bench.set_up(auth=Auth(scheme=AuthScheme.API_KEY, header="X-Key"), secrets={"key": "sentinel-key"})
    bench.left.has(name="Ada", email="ada@x.no")
    no = bench.books.refused(400, "the key sentinel-key may not do this", "sentinel-key")
    bench.books.before = lambda asked: no if asked.method == "POST" else None
    assert bench.run().exit_code == 1
    (entry,) = bench.entries("failed")
    assert "may not do this" in entry.reason and "sentinel" not in entry.reason
