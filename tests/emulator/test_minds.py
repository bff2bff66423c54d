from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.emulator import minds
from harness.emulator.bot import Bot
from harness.emulator.minds import Dice, Minds
from harness.emulator.state import State


def bot_of(state: State, text: str = "Some text.") -> Bot:
    """Make a bot that knows a text."""
    return state.create("shop", "Bot", text, after=0)


def test_a_text_is_read_once_however_many_ask(state: State) -> None:
    """Concurrent first questions share one index."""
    bot, library = bot_of(state), Minds(state)
    with ThreadPoolExecutor(8) as pool:
        known = list(pool.map(lambda _: library.of(bot), range(40)))
    assert len(set(map(id, known))) == 1


def test_a_new_text_is_a_new_mind(state: State) -> None:
    """After an update the bot knows the new text and no longer the old."""
    bot, library = bot_of(state, "# Old\n\nOld."), Minds(state)
    assert library.of(bot).sections[0].heading == "Old"
    newer = state.update("shop", bot.id, name=None, text="# New\n\nNew.", after=0)
    assert newer is not None
    assert library.of(newer).sections[0].heading == "New"


def test_only_the_latest_minds_are_kept(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not used for longest is forgotten, and read again when asked."""
    monkeypatch.setattr(minds, "KEPT", 2)
    library = Minds(state)
    one, two, three = (bot_of(state) for _ in range(3))
    first, second = library.of(one), library.of(two)
    assert library.of(one) is first
    library.of(three)
    assert library.of(one) is first
    assert library.of(two) is not second


def test_a_mind_that_failed_to_load_is_tried_again(state: State) -> None:
    """An error while reading the text is not remembered."""

    class Failing(State):
        failing = True

        def text(self, bot: Bot, version: int | None = None) -> str:
            if self.failing:
                raise OSError("disk")
            return super().text(bot, version)

    with Failing() as failing:
        bot, library = bot_of(failing), Minds(failing)
        with pytest.raises(OSError, match="disk"):
            library.of(bot)
        failing.failing = False
        assert library.of(bot).passages


def test_equal_requests_get_equal_dice_in_any_order(state: State) -> None:
    """What else is asked in between, and when, does not change a request's chance."""
    bot = bot_of(state)

    def throws(order: list[str]) -> dict[str, list[float]]:
        dice, thrown = Dice(1), dict[str, list[float]]()
        for question in order:
            number = dice.for_request(bot, [question], "m", 0.7).random()
            thrown.setdefault(question, []).append(number)
        return thrown

    assert throws(["a", "b", "a", "b"]) == throws(["b", "b", "a", "a"])


def test_the_same_question_again_throws_again(state: State) -> None:
    """A repeat, another seed and another bot each have chances of their own."""
    one, two = bot_of(state), bot_of(state)
    dice, other = Dice(1), Dice(2)
    thrown = [
        dice.for_request(one, ["a"], "m", 0.7).random(),
        dice.for_request(one, ["a"], "m", 0.7).random(),
        other.for_request(one, ["a"], "m", 0.7).random(),
        dice.for_request(two, ["a"], "m", 0.7).random(),
    ]
    assert len(set(thrown)) == 4
