"""What flowc.toml's policies mean for pairs and rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.config import Config, load
from runtime.errors import UsageError
from runtime.policies import Choice, Known, Policies, known_of, known_of_manifest, resolved
from runtime.reconcile import Policy
from runtime.turning import in_cycles
from tests.runtime.memory import flow_of
from tests.runtime.pairs import customers, mirror, orders

Words: TypeAlias = "dict[str, str]"

PAIR, TURNED = "a.customer|b.customer", "b.customer|a.customer"
NAME, LIMIT = "name > name", "limit > limit"

KNOWN = Known(
    {"a-b": ("a", (PAIR, "a.order|b.order")), "b-a": ("b", (PAIR,)), "b-c": ("b", ("b.customer|c.customer",))},
    {
        PAIR: {NAME, LIMIT, "vat > orgNo [left country = NO]"},
        "a.order|b.order": {"title > title"},
        "b.customer|c.customer": {NAME},
    },
)


def config(folder: Path, content: str) -> Config:
    path = folder / "flowc.toml"
    path.write_text(content)
    return load(path)


def policies(folder: Path, content: str, known: Known = KNOWN) -> Policies:
    return resolved(config(folder, content), known)


def test_without_tables_the_newest_wins_and_a_first_merge_is_held(tmp_path: Path) -> None:
    found = policies(tmp_path, "")
    assert found == Policies() and found.of(PAIR, NAME) == Choice(policy=Policy.NEWEST, first=Policy.HOLD)


def test_what_is_said_of_all_holds_for_all(tmp_path: Path) -> None:
    found = policies(tmp_path, "policy = 'hold'\ndeletes = 'propagate'")
    assert found.of("x.y|z.w", "a > b") == Choice(policy=Policy.HOLD, propagate=True)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_side_must_be_one_of_a_flow_or_a_pair(tmp_path: Path, side: str) -> None:
    with pytest.raises(UsageError, match="policy"):
        config(tmp_path, f"policy = '{side}'")


@pytest.mark.parametrize(("spelled", "side"), [(PAIR, "left"), (TURNED, "right")])
def test_left_and_right_are_as_the_tables_name_has_them(tmp_path: Path, spelled: str, side: str) -> None:
    content = f"""
        [policies."{spelled}"]
        policy = "{side}"
        first = "{side}"
        [policies."{spelled}".properties]
        limit = "{'right' if side == 'left' else 'left'}"
    """
    found = policies(tmp_path, content)
    assert found.of(PAIR, NAME) == Choice(policy=Policy.LEFT, first=Policy.LEFT)
    assert found.of(PAIR, LIMIT) == Choice(policy=Policy.RIGHT, first=Policy.LEFT)


def test_a_document_that_turns_the_pair_turns_no_policy(tmp_path: Path) -> None:
    content = f'[policies."{PAIR}"]\npolicy = "left"'
    after = Known({}, {TURNED: {NAME}})
    assert policies(tmp_path, content).of(PAIR, NAME).policy is Policy.LEFT
    assert policies(tmp_path, content, after).of(TURNED, NAME).policy is Policy.RIGHT
    # and a pair whose stored key is the old one is found as well
    assert policies(tmp_path, content).of(TURNED, NAME).policy is Policy.RIGHT


def test_a_flows_left_is_that_of_its_document(tmp_path: Path) -> None:
    ours = policies(tmp_path, '[policies.a-b]\npolicy = "left"')
    theirs = policies(tmp_path, '[policies.b-a]\npolicy = "right"')
    assert ours.of(PAIR, NAME).policy is theirs.of(PAIR, NAME).policy is Policy.LEFT
    assert ours.of("a.order|b.order").policy is Policy.LEFT and theirs.of("a.order|b.order").policy is Policy.NEWEST


def test_the_nearer_word_counts(tmp_path: Path) -> None:
    content = f"""
        policy = "hold"
        [policies.a-b]
        policy = "left"
        properties = {{ name = "newest" }}
        [policies."{PAIR}"]
        policy = "right"
        properties = {{ limit = "hold" }}
    """
    found = policies(tmp_path, content)
    assert found.of("b.customer|c.customer", NAME).policy is Policy.HOLD
    assert found.of("a.order|b.order", "title > title").policy is Policy.LEFT
    assert found.of(PAIR, NAME).policy is Policy.RIGHT, "the pair's word is nearer than the flow's"
    assert found.of(PAIR, LIMIT).policy is Policy.HOLD


def test_a_table_that_names_a_property_only_changes_nothing_else(tmp_path: Path) -> None:
    content = f"""
        [policies.a-b]
        policy = "left"
        properties = {{ name = "newest" }}
        [policies."{PAIR}"]
        properties = {{ limit = "hold" }}
    """
    found = policies(tmp_path, content)
    assert [found.of(PAIR, row).policy for row in (NAME, LIMIT, "x > y")] == [
        Policy.NEWEST,
        Policy.HOLD,
        Policy.LEFT,
    ]


@pytest.mark.parametrize("said", ["first = 'left'", "deletes = 'propagate'"])
@pytest.mark.parametrize(("spelled", "turns"), [(PAIR, False), (TURNED, True)])
def test_a_pair_that_says_something_else_leaves_the_flows_properties(
    tmp_path: Path, said: str, spelled: str, turns: bool
) -> None:
    """Each word falls back by itself."""
    content = f'[policies.a-b]\nproperties = {{ name = "hold" }}\n[policies."{spelled}"]\n{said}'
    choice = policies(tmp_path, content).of(PAIR, NAME)
    first = (Policy.RIGHT if turns else Policy.LEFT) if "first" in said else Policy.HOLD
    assert choice == Choice(policy=Policy.HOLD, first=first, propagate="deletes" in said)


WORDS = st.sampled_from(["newest", "left", "right", "hold"])
DELETES = st.sampled_from(["keep", "propagate"])
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "policy": WORDS,
        "first": st.sampled_from(["hold", "left", "right"]),
        "deletes": DELETES,
        "properties.name": WORDS,
        "properties.limit": WORDS,
    },
)


@settings(max_examples=300)
@given(
    whole=st.fixed_dictionaries({}, optional={"policy": st.sampled_from(["newest", "hold"]), "deletes": DELETES}),
    flow=TABLES,
    pair=TABLES,
    flow_name=st.sampled_from(["a-b", "b-a"]),
    pair_name=st.sampled_from([PAIR, TURNED]),
    asked=st.sampled_from([PAIR, TURNED]),
)
def test_the_nearest_of_each_word_counts(
    tmp_path_factory: pytest.TempPathFactory,
    whole: Words,
    flow: Words,
    pair: Words,
    flow_name: str,
    pair_name: str,
    asked: str,
) -> None:
    """Property of a pair, pair, property of a flow, flow, the whole file: each word by itself, from every side."""
    tables = {"": whole, f"[policies.{flow_name}]": flow, f'[policies."{pair_name}"]': pair}
    lines = [[head, *(f"{key} = '{word}'" for key, word in words.items())] for head, words in tables.items()]
    found = policies(tmp_path_factory.mktemp("policies"), "\n".join(line for block in lines for line in block))
    turns = {"left": "right", "right": "left"}
    near = [
        {key: turns.get(word, word) if is_turned != (asked == TURNED) else word for key, word in words.items()}
        for words, is_turned in ((pair, pair_name == TURNED), (flow, flow_name == "b-a"), (whole, False))
    ]

    def nearest(default: str, *keys: str) -> str:
        return next((words[key] for words in near for key in keys if key in words), default)

    for row, path in ((NAME, "name"), (LIMIT, "limit"), ("other > other", "other")):
        assert found.of(asked, row) == Choice(
            policy=Policy(nearest("newest", f"properties.{path}", "policy")),
            first=Policy(nearest("hold", "first")),
            propagate=nearest("keep", "deletes") == "propagate",
        )


@pytest.mark.parametrize("name", ["vat", "orgNo", "vat > orgNo", "vat > orgNo [left country = NO]"])
def test_a_property_is_named_by_a_path_or_by_both(tmp_path: Path, name: str) -> None:
    found = policies(tmp_path, f'[policies."{PAIR}".properties]\n"{name}" = "hold"')
    assert found.of(PAIR, "vat > orgNo [left country = NO]").policy is Policy.HOLD
    assert found.of(PAIR, NAME).policy is Policy.NEWEST


def test_both_paths_are_in_the_order_of_the_pairs_name(tmp_path: Path) -> None:
    found = policies(tmp_path, f'[policies."{TURNED}".properties]\n"orgNo > vat" = "left"')
    assert found.of(PAIR, "vat > orgNo [left country = NO]").policy is Policy.RIGHT
    with pytest.raises(UsageError, match="orgNo > vat"):
        policies(tmp_path, f'[policies."{PAIR}".properties]\n"orgNo > vat" = "left"')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[policies.a-c]\npolicy = "hold"', r"no flow is called 'a-c'; near to it: .*a-b"),
        ('[policies."a.custmer|b.customer"]\nfirst = "left"', r"no pair is called .*; near to it: a\.customer\|b"),
        (f'[policies."{PAIR}".properties]\nnmae = "hold"', r"no property is called 'nmae'; near to it: name"),
        ('[policies.a-b.properties]\nnmae = "hold"', r"no property is called 'nmae'; near to it: name"),
        ('[policies.a-b]\npolicy = "left"\n[policies.b-a]\npolicy = "left"', "say different things of a.customer"),
        (f'[policies."{PAIR}"]\npolicy = "oldest"', "'oldest': newest, left, right, hold are known"),
        (f'[policies."{PAIR}"]\nfirst = "newest"', "'newest': hold, left, right are known"),
        ('[policies.a-b.properties]\nname = "oldest"', "'oldest': newest, left, right, hold are known"),
        (f'[policies."{PAIR}"]\ncopies = 1', "copies"),
        ("policies = 1", "policies"),
    ],
)
def test_a_name_or_value_that_does_not_fit_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as error:
        policies(tmp_path, content)
    assert error.value.exit_code == 2


# ---- cycles -------------------------------------------------------------------------------------

CHAIN = ["a.x|b.x", "b.x|c.x"]
CYCLE = [*CHAIN, "c.x|a.x"]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        (CHAIN, []),
        (CYCLE, CYCLE),
        ([*CYCLE, "c.x|d.x"], CYCLE),
        ([*CHAIN, "c.x|a.y"], []),
        (["a.x/p|b.x", "a.x/q|b.x"], []),
        (["a.x|a.x"], ["a.x|a.x"]),
        (["a.x|b.x", "b.x|c.x", "c.x|d.x", "d.x|a.x/p"], ["a.x|b.x", "b.x|c.x", "c.x|d.x", "d.x|a.x/p"]),
    ],
)
def test_pairs_that_lie_in_a_cycle(pairs: list[str], found: list[str]) -> None:
    assert in_cycles(pairs, pairs) == found


@pytest.mark.parametrize("said", ['policy = "left"', 'properties = { name = "right" }'])
def test_a_side_in_a_cycle_of_pairs_is_refused(tmp_path: Path, said: str) -> None:
    pair = "a.customer|c.customer"
    known = Known(KNOWN.flows, {**KNOWN.rows, pair: {NAME}})
    with pytest.raises(UsageError, match="cycle of pairs"):
        policies(tmp_path, f'[policies."{pair}"]\n{said}', known)
    allowed = f'[policies."{pair}"]\npolicy = "hold"\nfirst = "left"\n[policies."a.order|b.order"]\npolicy = "left"'
    assert policies(tmp_path, allowed, known).of(pair).policy is Policy.HOLD


# ---- what is known ------------------------------------------------------------------------------


def test_names_come_from_flows_or_from_what_was_built() -> None:
    pairs = (customers("a", "b"), orders("a", "b"))
    flows = [flow_of(pairs, name="a-b"), flow_of((), (mirror(pairs[0]),), name="b-a")]
    known = known_of(flows)
    assert known.flows["a-b"] == ("a", (PAIR, "a.order|b.order")) and known.flows["b-a"][1] == (PAIR,)
    manifest = {
        "flows": {
            "a-b": {
                "left": "a",
                "pairs": [{"identity": PAIR, "rows": [{"identity": "lines.price > rows.price"}]}],
                "mirrors": [{"identity": f"{TURNED}#2"}],
            }
        }
    }
    built = known_of_manifest(json.loads(json.dumps(manifest)))
    assert built.flows == {"a-b": ("a", (PAIR, TURNED))}
    assert built.rows[PAIR] == {"lines.price > rows.price", "lines > rows"}


@pytest.mark.parametrize(
    "content",
    [
        f"""[policies."{PAIR}"]\npolicy = 'left'\n[policies."{TURNED}"]\npolicy = 'left'""",
        f"""[policies."{PAIR}".properties]\n'vat > orgNo' = 'left'\norgNo = 'hold'""",
        """[policies.a-b.properties]\nvat = 'left'\norgNo = 'right'""",
    ],
)
def test_two_words_for_one_thing_that_differ_are_refused(tmp_path: Path, content: str) -> None:
    """Which of them counts would be a guess."""
    with pytest.raises(UsageError, match="say different things"):
        policies(tmp_path, content)


def test_two_words_for_one_thing_that_agree_are_taken(tmp_path: Path) -> None:
    agreeing = f"""[policies."{PAIR}"]\npolicy = 'left'\nproperties = {{ vat = 'hold', orgNo = 'hold' }}
        [policies."{TURNED}"]\npolicy = 'right'\nproperties = {{ vat = 'hold' }}"""
    found = policies(tmp_path, agreeing)
    assert found.of(PAIR).policy is Policy.LEFT
    assert found.of(PAIR, "vat > orgNo [left country = NO]").policy is Policy.HOLD
