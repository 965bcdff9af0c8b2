"""Expressions that may have an inverse, values for them, and the lens they make with it."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from hypothesis import strategies as st

from compiler.conversion import SEEN
from compiler.expression import HERE, Apply, Expression, Literal
from compiler.ir import Conversion
from compiler.profile import Kind
from runtime import computed, lens
from runtime.functions import Value
from runtime.lens import Lens
from tests.compiler.expression_interpreter import evaluate

__all__ = ["CHAINS", "KINDS", "NOW", "VALUES", "made", "right_lens", "same"]

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
KINDS: tuple[Kind, ...] = get_args(Kind)
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    "text": st.one_of(
        st.integers().map(str),
        st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
        st.sampled_from(["007", "-0", " 5 ", "true", "FALSE", "2026-03-01", "2026-03-01T23:30:00+02:00", "", "x", "X"]),
        st.datetimes().map(lambda moment: moment.isoformat()),
    ),
    "integer": st.integers(),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes(timezones=st.just(dt.UTC)),
}


def _branches(constant: str, one: Expression, other: Expression) -> tuple[Expression, ...]:
    return (one, Literal(constant)) if one == other else (one, other)


CHAINS: st.SearchStrategy[Expression] = st.recursive(
    st.just(HERE),
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["string", "integer", "decimal", "float", "boolean", "first"]), below).map(
            lambda drawn: Apply(drawn[0], (drawn[1],))
        ),
        st.tuples(
            st.sampled_from(["datetime-format", "datetime-parse"]),
            st.sampled_from(
                ["%Y-%m-%d", "%d.%m.%Y %H:%M:%S.%f", "%Y%m%dT%I%p", "%e/%m/%Y", "%Y-%m-%d%z", "%Y%m%d", "%y"]
            ),
            below,
        ).map(lambda drawn: Apply(drawn[0], (Literal(drawn[1]), drawn[2]))),
        st.tuples(st.sampled_from(["eq", "neq"]), st.sampled_from(["X", "true", "5", ""]), below, below).map(
            lambda drawn: Apply("if", (Apply(drawn[0], (HERE, Literal("X"))), *_branches(*drawn[1:])))
        ),
    ),
    max_leaves=3,
)

_AS = {
    "Text": computed.as_text,
    "Integer": computed.as_integer,
    "Number": computed.as_number,
    "Flag": computed.as_flag,
    "Day": computed.as_date,
    "Moment": computed.as_datetime,
}


def right_lens(conversion: Conversion) -> Any:
    """The lens of the right property."""
    named = getattr(lens, conversion.right.name)
    return named if conversion.right.argument is None else named(conversion.right.argument)


def made(conversion: Conversion, left: Kind, right: Kind) -> Lens[Any, Any]:
    """The lens of the left property, as a page makes it."""
    forward, back = conversion.expression, conversion.back
    assert forward is not None
    assert back is not None

    def compute(tree: Expression) -> computed.Compute:
        return lambda value: evaluate(tree, value, NOW)

    there: Any = _AS[SEEN[right]]
    here: Any = _AS[SEEN[left]]
    return computed.through(right_lens(conversion), there, compute(forward), here, compute(back))


def same(one: Any, other: Any) -> bool:
    """Whether type and value are the same (M-12)."""
    return type(one) is type(other) and bool(one == other)
