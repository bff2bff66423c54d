import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.emulator.state import DEFAULT_KEY, State
from harness.errors import SettingsError


class Clock:
    """Time that passes when we say so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_the_default_key_opens_the_default_workspace(state: State) -> None:
    """The documented key works, a wrong, empty or strange one does not."""
    assert state.workspace(DEFAULT_KEY) == "emulator"
    assert [state.workspace(key) for key in ("", "wrong", "emulator-key ", "kéy\ud800")] == [
        None
    ] * 4


def test_an_empty_key_is_refused() -> None:
    """A key that anybody has is no key."""
    with pytest.raises(SettingsError, match="key"):
        State(keys={" ": "shop"})


def test_one_workspace_never_sees_or_touches_the_bots_of_another(state: State) -> None:
    """Reading, changing and deleting somebody else's bot finds none."""
    bot = state.create("mine", "Bot", "text", after=0)
    assert state.bots("theirs") == ()
    assert state.bot("theirs", bot.id) is None
    assert state.update("theirs", bot.id, name="Stolen", text="new", after=0) is None
    assert state.change("theirs", bot.id, {"name": "Stolen"}) is None
    assert not state.delete("theirs", bot.id)
    assert state.bots("mine") == (bot,)


def test_ids_are_secret_and_look_like_the_services(state: State) -> None:
    """Twenty-one letters that nobody can guess, never the same."""
    ids = {state.create("shop", "Bot", None, after=0).id for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{21}", bot_id) for bot_id in ids)


def test_the_old_text_is_in_force_until_the_new_one_is_trained() -> None:
    """A retrain shows as training, and only its end changes text, length and time of training."""
    clock = Clock()
    with State(clock=clock) as state:
        first = state.create("shop", "Bot", "old", after=0)
        clock.now = 2000.0
        during = state.update("shop", first.id, name="Renamed", text="newer", after=10)
        assert during is not None
        assert (during.name, during.status, during.trained_at) == ("Renamed", "training", 1000.0)
        assert (state.text(during), during.characters) == ("old", 3)
        clock.now = 2010.0
        after = state.bot("shop", first.id)
        assert after is not None
        assert (after.status, after.trained_at) == ("ready", 2010.0)
        assert (state.text(after), after.characters) == ("newer", 5)


def test_a_new_bot_knows_nothing_until_it_is_trained() -> None:
    """While its first text trains there is no old one to answer from."""
    with State(clock=Clock()) as state:
        bot = state.create("shop", "Bot", "text", after=1)
        assert (bot.status, bot.version, bot.trained_at, state.text(bot)) == (
            "training",
            0,
            None,
            "",
        )


def test_a_bot_without_a_text_is_ready(state: State) -> None:
    """Nothing to train is no training."""
    bot = state.create("shop", "Bot", None, after=10)
    assert (bot.status, bot.characters) == ("ready", 0)


def test_renaming_alone_does_not_retrain(state: State) -> None:
    """Without a text the text stays, and so does its version."""
    bot = state.create("shop", "Bot", "text", after=0)
    renamed = state.update("shop", bot.id, name="Other", text=None, after=10)
    assert renamed is not None
    assert (renamed.name, renamed.status, renamed.version) == ("Other", "ready", bot.version)


def test_of_two_retrains_the_later_one_stays() -> None:
    """A text given later wins, even if an earlier one takes longer to train."""
    clock = Clock()
    with State(clock=clock) as state:
        bot = state.create("shop", "Bot", "first", after=0)
        state.update("shop", bot.id, name=None, text="slow", after=10)
        state.update("shop", bot.id, name=None, text="last", after=1)
        clock.now += 2
        soon = state.bot("shop", bot.id)
        clock.now += 20
        late = state.bot("shop", bot.id)
        assert soon is not None
        assert late is not None
        assert (soon.status, state.text(soon)) == ("ready", "last")
        assert (late.status, state.text(late)) == ("ready", "last")


def test_settings_change_at_once_and_only_those_sent(state: State) -> None:
    """Model and instructions change, the name stays, unknown settings do nothing."""
    bot = state.create("shop", "Bot", "text", after=0)
    changed = state.change("shop", bot.id, {"model": "m", "instructions": "Be brief.", "id": "x"})
    assert changed is not None
    assert (changed.id, changed.name, changed.model) == (bot.id, "Bot", "m")
    assert (changed.instructions, changed.temperature) == ("Be brief.", 0.0)


def test_a_conversation_grows_by_question_and_answer(state: State) -> None:
    """Messages come back in order, hostile ones too, and belong to one bot."""
    bot, other = (state.create("shop", "Bot", "text", after=0) for _ in range(2))
    hostile = "'; DROP TABLE bots; --\x00\U0001f600"
    state.conversations.keep(bot, "c", "q1", "a1")
    state.conversations.keep(bot, "c", hostile, "a2")
    said = [(said.role, said.content) for said in state.conversations.messages(bot, "c")]
    assert said == [("user", "q1"), ("assistant", "a1"), ("user", hostile), ("assistant", "a2")]
    assert state.conversations.messages(other, "c") == ()


def test_a_deleted_bot_takes_everything_with_it(state: State) -> None:
    """Texts and conversations go too, and a late answer to it is dropped."""
    bot = state.create("shop", "Bot", "text", after=0)
    state.conversations.keep(bot, "c", "q", "a")
    assert state.delete("shop", bot.id)
    assert not state.delete("shop", bot.id)
    state.conversations.keep(bot, "late", "q", "a")
    for table in ("bots", "texts", "conversations", "messages"):
        assert state.database.rows(f"SELECT * FROM {table}") == []  # noqa: S608 (own names)


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    """Bots, texts and conversations are there again, keys were never written."""
    file = tmp_path / "state.db"
    with State(file, keys={"a-secret-key": "shop"}) as state:
        bot = state.create("shop", "Bot", "the text", after=0)
        state.conversations.keep(bot, "c", "q", "a")
    assert b"a-secret-key" not in file.read_bytes()
    with State(file) as state:
        (again,) = state.bots("shop")
        assert (again.id, again.number, state.text(again)) == (bot.id, bot.number, "the text")
        assert len(state.conversations.messages(again, "c")) == 2


def test_many_threads_may_share_a_state(state: State) -> None:
    """Concurrent writers and readers lose nothing."""
    bot = state.create("shop", "Bot", "text", after=0)

    def work(number: int) -> int:
        state.conversations.keep(bot, f"c{number % 3}", f"q{number}", "a")
        state.update("shop", bot.id, name=None, text=f"text {number}", after=0)
        return len(state.bots("shop"))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(48))) == {1}
    kept = [len(state.conversations.messages(bot, f"c{number}")) for number in range(3)]
    newest = state.bot("shop", bot.id)
    assert kept == [32, 32, 32]
    assert newest is not None
    assert newest.version == 49
