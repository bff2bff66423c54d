import pytest

from harness.emulator.bot import Trouble
from harness.emulator.state import State


@pytest.mark.parametrize(
    ("at", "status", "version", "mixed"),
    [
        *((0.0, "ready", 1, 0), (1.0, "training", 1, 0), (11.0, "ready", 1, 0)),
        *((16.0, "ready", 1, 2), (35.9, "ready", 1, 2), (36.0, "ready", 2, 0)),
    ],
)
def test_trouble_parts_what_is_said_from_what_is_known(
    at: float, status: str, version: int, mixed: int
) -> None:
    """Ready after 10 seconds, old for 5 more, mixed for 20, then new."""
    now = 0.0
    with State(clock=lambda: now) as state:
        bot = state.create("shop", "Bot", "old", after=0)
        now = 1.0
        if at >= now:
            trouble = Trouble(stale_seconds=5, mixed_seconds=20)
            state.update("shop", bot.id, name=None, text="newer", after=10, trouble=trouble)
        now = at
        (bot,) = state.bots("shop")
    assert (bot.status, bot.version, bot.mixed) == (status, version, mixed)
    assert bot.characters == (5 if at >= 11 else 3)


def test_a_failed_training_shows_when_it_is_over_and_changes_nothing() -> None:
    """First it trains like any other; then it has failed, until another one succeeds."""
    now = 0.0
    with State(clock=lambda: now) as state:
        bot = state.create("shop", "Bot", "old", after=0)
        state.update("shop", bot.id, name=None, text="bad", after=10, trouble=Trouble(failed=True))
        seen = []
        for now in (5.0, 10.0, 1000.0):  # noqa: B007 (the clock reads it)
            (bot,) = state.bots("shop")
            seen.append((bot.status, bot.version, bot.trained_at, bot.characters))
        state.update("shop", bot.id, name=None, text="better", after=0)
        (bot,) = state.bots("shop")
    assert seen == [("training", 1, 0, 3), ("failed", 1, 0, 3), ("failed", 1, 0, 3)]
    assert (bot.status, bot.version) == ("ready", 3)
