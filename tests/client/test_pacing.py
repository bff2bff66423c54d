import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import httpx
import pytest

from harness.client.attempts import LONGEST_PAUSE_SECONDS
from harness.client.pacing import Clock, Pace
from harness.errors import (
    BotDown,
    BotRefused,
    BotUnavailable,
    BotUnreachable,
    SettingsError,
    UnexpectedReply,
)

Run = Callable[..., Any]


def pace_of(**options: Any) -> Pace:
    """Return a pace whose clock is the running loop's."""
    clock = Clock(now=asyncio.get_running_loop().time)
    settings = {"attempts": 4, "requests_per_second": None, "concurrency": 10, "clock": clock}
    return Pace(**{**settings, **options})


def now() -> float:
    """Return the loop's time in seconds since its start."""
    return asyncio.get_running_loop().time()


async def times_of(pace: Pace, errors: list[BaseException], *, repeatable: bool) -> list[float]:
    """Let attempts fail with these errors, then succeed; return when they were made."""
    times = []
    async for attempt in pace.attempts(repeatable=repeatable):
        with attempt:
            async with pace.turn():
                times.append(now())
                if errors:
                    raise errors.pop(0)
    return times


def unreachable(cause: Exception) -> BotUnreachable:
    """Return the error that this cause leads to."""
    error = BotUnreachable("gone")
    error.__cause__ = cause
    return error


def busy(status: int, seconds: float | None = None) -> BotUnavailable:
    """Return the error for a status with a Retry-After."""
    return BotUnavailable("busy", status=status, retry_after_seconds=seconds)


def test_back_off_grows_and_differs(in_leaps: Run) -> None:
    """Each wait is about twice the one before, plus up to a second of chance."""

    async def main() -> None:
        runs = [
            await times_of(pace_of(), [busy(503), busy(500), busy(502)], repeatable=True)
            for _ in range(3)
        ]
        waits = [[after - before for before, after in pairwise(t)] for t in runs]
        for first, second, third in waits:
            assert 1 <= first <= 2 <= second <= 3
            assert 4 <= third <= 5
        assert len({round(wait[0], 9) for wait in waits}) > 1

    in_leaps(main())


@pytest.mark.parametrize(
    ("asked", "waited"), [(7.0, 7.0), (0.5, 0.5), (9999.0, LONGEST_PAUSE_SECONDS)]
)
def test_retry_after_is_honoured(in_leaps: Run, asked: float, waited: float) -> None:
    """The wait is what the server asks for, up to a limit."""

    async def main() -> None:
        start = now()
        assert await times_of(pace_of(), [busy(503, asked)], repeatable=True) == [
            start,
            pytest.approx(start + waited),
        ]

    in_leaps(main())


def test_the_last_error_is_raised(in_leaps: Run) -> None:
    """After all attempts the server's own last error comes out, not the loop's."""

    async def main() -> None:
        errors: list[BaseException] = [busy(500), busy(501), busy(502), busy(503)]
        with pytest.raises(BotUnavailable) as caught:
            await times_of(pace_of(attempts=3), errors, repeatable=True)
        assert caught.value.status == 502

    in_leaps(main())


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize(
    "error",
    [BotRefused("no", status=400), UnexpectedReply("what?"), ValueError("bug"),
     asyncio.CancelledError()],
)  # fmt: skip
def test_what_would_not_help_is_not_repeated(
    in_leaps: Run,
    error: BaseException,
    repeatable: bool,  # noqa: FBT001 (both)
) -> None:
    """Refusals, unreadable replies, bugs and cancellation end the attempts at once."""

    async def main() -> None:
        errors = [error, BotRefused("a second attempt", status=499)]
        with pytest.raises(type(error)) as caught:
            await times_of(pace_of(), errors, repeatable=repeatable)
        assert caught.value is error

    in_leaps(main())


@pytest.mark.parametrize(
    ("error", "repeats"),
    [
        (unreachable(httpx.ConnectError("refused")), True),
        (unreachable(httpx.ConnectTimeout("slow")), True),
        (busy(429), True),
        (unreachable(httpx.ReadTimeout("slow")), False),
        (unreachable(httpx.RemoteProtocolError("cut")), False),
        (unreachable(TimeoutError()), False),
        (busy(500), False),
        (busy(503, 1), False),
        (busy(408), False),
    ],
)
def test_creation_is_repeated_only_if_nothing_was_done(
    in_leaps: Run,
    error: BaseException,
    repeats: bool,  # noqa: FBT001 (expectation)
) -> None:
    """What must not happen twice is repeated only when the server surely did nothing."""

    async def main() -> None:
        errors = [error]
        if repeats:
            assert len(await times_of(pace_of(), errors, repeatable=False)) == 2
        else:
            with pytest.raises(type(error)):
                await times_of(pace_of(), errors, repeatable=False)

    in_leaps(main())


def test_a_429_pauses_everybody(in_leaps: Run) -> None:
    """While one request was told to wait, no other one goes; afterwards all go."""

    async def main() -> None:
        pace = pace_of()
        start = now()
        first = asyncio.create_task(times_of(pace, [busy(429, 30)], repeatable=True))
        await asyncio.sleep(1)
        others = [asyncio.create_task(times_of(pace, [], repeatable=True)) for _ in range(5)]
        await asyncio.sleep(1)
        assert await first == [start, pytest.approx(start + 30)]
        for other in others:
            assert await other == [pytest.approx(start + 30)]

    in_leaps(main())


def test_a_429_without_a_time_pauses_for_a_second(in_leaps: Run) -> None:
    """A server that does not say how long is left alone for a second."""

    async def main() -> None:
        pace = pace_of(attempts=1)
        start = now()
        with pytest.raises(BotUnavailable):
            await times_of(pace, [busy(429)], repeatable=True)
        assert await times_of(pace, [], repeatable=True) == [pytest.approx(start + 1)]

    in_leaps(main())


def test_other_trouble_pauses_nobody_else(in_leaps: Run) -> None:
    """A 503 concerns its own request alone."""

    async def main() -> None:
        pace = pace_of(attempts=1)
        with pytest.raises(BotUnavailable):
            await times_of(pace, [busy(503, 30)], repeatable=True)
        start = now()
        assert await times_of(pace, [], repeatable=True) == [start]

    in_leaps(main())


def test_a_longer_pause_wins(in_leaps: Run) -> None:
    """A second 429 that asks for less does not shorten the pause."""

    async def main() -> None:
        pace = pace_of(attempts=1)

        async def fail(seconds: float) -> None:
            async with pace.turn():
                await asyncio.sleep(seconds / 100)
                raise busy(429, seconds)

        await asyncio.gather(fail(60), fail(5), return_exceptions=True)
        (went,) = await times_of(pace, [], repeatable=True)
        assert went == pytest.approx(60.6)

    in_leaps(main())


def test_requests_are_evenly_spaced(in_leaps: Run) -> None:
    """Four a second means one each quarter second, without a burst, repeats included."""

    async def main() -> None:
        pace = pace_of(requests_per_second=4)
        times = await asyncio.gather(
            *(times_of(pace, [busy(500, 0.1)] * (n == 0), repeatable=True) for n in range(5))
        )
        flat = sorted(time for each in times for time in each)
        assert len(flat) == 6
        gaps = [after - before for before, after in pairwise(flat)]
        assert gaps == [pytest.approx(0.25, abs=1e-3)] * 5

    in_leaps(main())


def test_a_pause_that_begins_in_the_queue_counts(in_leaps: Run) -> None:
    """Who waits for a place in the rate when a 429 arrives goes after the pause, still spaced."""

    async def main() -> None:
        pace = pace_of(requests_per_second=1, attempts=1)
        failing = asyncio.create_task(times_of(pace, [busy(429, 30)], repeatable=True))
        waiting = [asyncio.create_task(times_of(pace, [], repeatable=True)) for _ in range(3)]
        await asyncio.gather(failing, *waiting, return_exceptions=True)
        flat = sorted(task.result()[0] for task in waiting)
        assert flat[0] >= 30
        assert all(b - a >= 0.999 for a, b in pairwise(flat))

    in_leaps(main())


def test_no_more_than_allowed_are_under_way(in_leaps: Run) -> None:
    """With a concurrency of 3, of ten requests never more than 3 run at once."""

    async def main() -> None:
        pace = pace_of(concurrency=3)
        running = most = 0

        async def one() -> None:
            nonlocal running, most
            async with pace.turn():
                running += 1
                most = max(most, running)
                await asyncio.sleep(1)
                running -= 1

        await asyncio.gather(*(one() for _ in range(10)))
        assert most == 3

    in_leaps(main())


def test_who_backs_off_holds_no_place(in_leaps: Run) -> None:
    """While a failed request waits for its next attempt, another one takes its place."""

    async def main() -> None:
        pace = pace_of(concurrency=1)
        failing = asyncio.create_task(times_of(pace, [busy(503, 60)], repeatable=True))
        await asyncio.sleep(1)
        (went,) = await times_of(pace, [], repeatable=True)
        assert went == pytest.approx(1)
        assert len(await failing) == 2

    in_leaps(main())


@pytest.mark.parametrize(
    "options",
    [{"attempts": 0}, {"concurrency": 0}, {"requests_per_second": 0},
     {"requests_per_second": -1}, {"requests_per_second": float("nan")},
     {"requests_per_second": float("inf")}],
)  # fmt: skip
async def test_numbers_that_cannot_be_are_refused(options: dict[str, Any]) -> None:
    """Zero, negative and not finite numbers are SettingsErrors."""
    with pytest.raises(SettingsError):
        pace_of(**options)


def test_a_429_narrows_the_window_once_for_all_under_way(in_leaps: Run) -> None:
    """Eight refused together halve it once; one that was sent afterwards halves it again."""

    async def main() -> None:
        pace = pace_of(concurrency=8, attempts=1)

        async def refused() -> None:
            async with pace.turn():
                await asyncio.sleep(1)
                raise busy(429, 1)

        await asyncio.gather(*(refused() for _ in range(8)), return_exceptions=True)
        assert pace.window.limit == 4
        await asyncio.gather(refused(), return_exceptions=True)
        assert pace.window.limit == 2

    in_leaps(main())


def test_a_timeout_narrows_the_window_and_a_500_does_not(in_leaps: Run) -> None:
    """Too slow means too many at once; a failure means nothing of the kind."""

    async def main() -> None:
        pace = pace_of(concurrency=8, attempts=1)
        await asyncio.gather(times_of(pace, [busy(500)], repeatable=True), return_exceptions=True)
        assert pace.window.limit == 8
        await asyncio.gather(
            times_of(pace, [unreachable(httpx.ReadTimeout("slow"))], repeatable=True),
            return_exceptions=True,
        )
        assert pace.window.limit == 4

    in_leaps(main())


def test_a_server_that_comes_back_loses_no_request(in_leaps: Run) -> None:
    """Twenty requests meet a server that is away for half a minute: all get their answer."""

    async def main() -> None:
        pace = pace_of(concurrency=20)
        sent = 0

        async def one() -> None:
            nonlocal sent
            async for attempt in pace.attempts(repeatable=True):
                with attempt:
                    async with pace.turn():
                        sent += 1
                        if now() < 30:
                            raise unreachable(httpx.ConnectError("restarting"))

        pace.good()  # it has worked before
        await asyncio.gather(*(one() for _ in range(20)))
        assert sent < 60
        assert now() < 37

    in_leaps(main())


def test_one_at_a_time_a_restart_loses_no_request(in_leaps: Run) -> None:
    """Nothing listening says nothing of the question: its attempts are not used up."""

    async def main() -> None:
        pace = pace_of(attempts=2, concurrency=1)
        pace.good()
        cause = httpx.ConnectError("restarting")
        errors: list[BaseException] = [unreachable(cause) for _ in range(20)]
        assert len(await times_of(pace, errors, repeatable=True)) == 21

    in_leaps(main())


def test_a_server_that_stays_away_is_given_up(in_leaps: Run) -> None:
    """Within about a minute, whatever the number of requests, and the last error is told."""

    async def main() -> None:
        pace = pace_of(concurrency=20)
        pace.good()
        cause = httpx.ConnectError("refused")
        errors: list[BaseException] = [unreachable(cause) for _ in range(500)]
        found = await asyncio.gather(
            *(times_of(pace, errors, repeatable=True) for _ in range(100)), return_exceptions=True
        )
        assert any(isinstance(one, BotDown) for one in found)
        assert now() < 100
        assert all(isinstance(one, BotDown | BotUnreachable) for one in found)

    in_leaps(main())


def test_nobody_at_the_address_is_said_in_seconds(in_leaps: Run) -> None:
    """Where nothing ever answered, a refused connection is tried twice, not for a minute."""

    async def main() -> None:
        pace = pace_of(attempts=10)
        errors: list[BaseException] = [unreachable(httpx.ConnectError("refused"))] * 10
        with pytest.raises(BotUnreachable):
            await times_of(pace, errors, repeatable=True)
        assert now() < 3
        assert len(errors) == 8

    in_leaps(main())


def test_a_spent_budget_ends_the_attempts(in_leaps: Run) -> None:
    """A paid request is not made again without leave; one that costs nothing is."""

    async def main() -> None:
        left = [True, False]
        pace = pace_of(may_repeat=lambda: left.pop(0))
        made = [busy(503), busy(503), busy(503)]

        async def ask() -> None:
            async for attempt in pace.attempts(repeatable=True, paid=True):
                with attempt:
                    raise made.pop(0)

        with pytest.raises(BotUnavailable):
            await ask()
        assert (len(made), left) == (1, [])

    in_leaps(main())
