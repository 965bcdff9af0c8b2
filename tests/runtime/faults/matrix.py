"""Which fault has which test in which protocol: filled by `fault`, checked by test_matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from tests.runtime.faults.bench import HTTP

__all__ = ["TESTS", "fault"]

Test = TypeVar("Test", bound=Callable[..., Any])

TESTS: dict[tuple[str, str], list[str]] = defaultdict(list)
"""Names of tests by fault and protocol."""


def fault(number: str, *protocols: str) -> Callable[[Test], Test]:
    """A test of this fault, run once for each of these protocols; for those over HTTP, if none is named."""
    chosen = protocols or HTTP

    def marked(test: Test) -> Test:
        for protocol in chosen:
            TESTS[number, protocol].append(f"{test.__module__}.{test.__name__}")
        parametrised: Test = pytest.mark.parametrize("protocol", chosen)(test)
        return parametrised

    return marked
