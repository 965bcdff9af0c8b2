"""What an expression means, step by step: the oracle for what is generated from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from compiler.expression import HERE, Apply, Expression, Literal, parameters, runtime_name
from runtime import functions
from runtime.functions import Value

__all__ = ["evaluate"]

_NOTHING: Mapping[str, Value] = MappingProxyType({})


def evaluate(expression: Expression, value: Value, now: dt.datetime, below: Mapping[str, Value] = _NOTHING) -> Value:
    """The value of an expression over a left value and what is `below` it, by path; what is not there is null."""
    if isinstance(expression, Literal):
        return expression.value
    if not isinstance(expression, Apply):
        return value if expression == HERE else below.get(expression.text[2:])
    if expression.function == "now":
        return now
    function = getattr(functions, runtime_name(expression.function))
    names = parameters(expression)
    given: dict[str, Any] = {}
    for name, argument in zip(names, expression.arguments, strict=bool(names)):
        if name == "default":
            given[name] = lambda bad, argument=argument: evaluate(argument, bad, now)
        else:
            given[name] = evaluate(argument, value, now, below)
    rest = () if names else [evaluate(argument, value, now, below) for argument in expression.arguments]
    made: Value = function(*rest, **given)
    return made
