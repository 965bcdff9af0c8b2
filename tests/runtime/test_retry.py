"""What is sent again, and after how long."""

from __future__ import annotations

import datetime as dt

import pytest

from runtime.retry import ATTEMPTS, LONGEST, Failure, wait

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("trouble", [429, 502, 503, 504, Failure.UNSENT, Failure.BROKEN])
def test_a_read_is_repeated_a_few_times_with_growing_pauses(trouble: int | Failure) -> None:
    pauses = [wait(attempt, trouble, {}, NOW, safe=True) for attempt in range(1, ATTEMPTS + 1)]
    assert pauses[-1] is None
    numbers = [pause for pause in pauses if pause is not None]
    assert len(numbers) == ATTEMPTS - 1
    assert numbers == sorted(numbers) and numbers[0] > 0


@pytest.mark.parametrize("trouble", [502, 503, 504, Failure.BROKEN])
def test_a_write_that_may_have_happened_is_never_repeated(trouble: int | Failure) -> None:
    assert wait(1, trouble, {"retry-after": "1"}, NOW, safe=False) is None


@pytest.mark.parametrize("trouble", [429, Failure.UNSENT])
def test_a_write_that_did_not_happen_is(trouble: int | Failure) -> None:
    assert wait(1, trouble, {}, NOW, safe=False) is not None


@pytest.mark.parametrize("status", [200, 201, 204, 301, 400, 401, 403, 404, 409, 412, 422, 500, 501])
def test_other_answers_stand(status: int) -> None:
    assert wait(1, status, {"retry-after": "1"}, NOW, safe=True) is None


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("7", 7.0),
        ("0", 0.5),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.5),
        ("300", 300.0),
        ("301", None),
        ("1000000000", None),
        ("9" * 5000, None),
        ("Sun, 01 Mar 2037 12:00:30 GMT", None),
        ("-5", 60.0),  # nonsense: the usual pause
        ("soon", 60.0),
        ("", 60.0),
        ("٣", 60.0),
    ],
)
def test_the_servers_wish_is_obeyed_or_left_to_the_next_pass(header: str, pause: float | None) -> None:
    assert wait(1, 429, {"retry-after": header}, NOW, safe=True) == pause


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"x-rate-limit-reset": "8"}, 8.0),
        ({"x-ratelimit-minutely-reset": str(int(NOW.timestamp() * 1000) + 12000)}, 12.0),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 20), "ratelimit-reset": "60"}, 20.0),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 80000)}, None),
    ],
)
def test_a_spent_window_is_waited_for(headers: dict[str, str], pause: float | None) -> None:
    assert wait(1, 429, headers, NOW, safe=True) == pause
    assert wait(1, 503, headers, NOW, safe=True) == 0.5  # there the header is only an advertisement


def test_jitter_only_lengthens() -> None:
    plain = wait(2, 503, {}, NOW, safe=True)
    longer = wait(2, 503, {}, NOW, safe=True, jitter=1.0)
    assert plain is not None and longer is not None
    assert plain < longer <= plain * 1.25 <= LONGEST
