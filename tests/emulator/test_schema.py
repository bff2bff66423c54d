import sqlite3
from pathlib import Path

import pytest

from harness.emulator.database import APPLICATION_ID
from harness.emulator.schema import STEPS
from harness.emulator.state import State
from harness.errors import SettingsError


def first_version(file: Path) -> None:
    """Write a state as the first version did, which counted no versions."""
    connection = sqlite3.connect(file)
    connection.executescript(STEPS[0])
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "INSERT INTO bots (id, workspace, name, model, instructions, visibility, temperature,"
        " created_at, updated_at) VALUES ('b', 'shop', 'Bot', 'm', '', 'private', 0, 1, 1)"
    )
    connection.execute("INSERT INTO texts VALUES (1, 1, 'the text', 8, 5)")
    connection.execute("INSERT INTO conversations VALUES (1, 1, 'c', 6, 7)")
    connection.execute("INSERT INTO messages VALUES (1, 1, 'user', 'Hi', 6)")
    connection.commit()
    connection.close()


def test_a_state_of_the_first_version_still_opens(tmp_path: Path) -> None:
    """Bots, texts and conversations are there, and what is new works."""
    file = tmp_path / "state.db"
    first_version(file)
    for _ in range(2):  # the second time nothing is left to do
        with State(file) as state:
            (bot,) = state.bots("shop")
            assert (bot.status, bot.version, bot.mixed, bot.settings) == ("ready", 1, 0, {})
            assert (state.text(bot), bot.trained_at) == ("the text", 5)
            assert [said.content for said in state.conversations.messages(bot, "c")] == ["Hi"]
    with State(file) as state:
        changed = state.change("shop", "b", {"ipLimit": 3})
        assert changed is not None
        assert changed.settings == {"ipLimit": 3}
        assert len(state.contacts.add(changed, [{"name": "Ann"}])) == 1


def test_a_state_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """An older emulator does not write into what it does not know."""
    file = tmp_path / "state.db"
    State(file).close()
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    with pytest.raises(SettingsError, match="newer version"):
        State(file)
