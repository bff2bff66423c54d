import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from harness.emulator.database import Database
from harness.errors import SettingsError

WRITER = """
import sys
from pathlib import Path
from harness.emulator.state import State
sys.stdin.readline()
with State(Path(sys.argv[1])) as state:
    for number in range(20):
        bot = state.create("shop", f"Bot {number}", "text", after=0)
        state.conversations.keep(bot, "c", "question", "answer")
"""


def test_two_processes_may_write_to_one_file(tmp_path: Path) -> None:
    """Processes that open and fill a new file at the same moment lose and break nothing."""
    file = tmp_path / "state.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)],
            stdin=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    for writer in writers:
        writer.communicate(b"go\n", timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0]
    database = Database(file)
    assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert len(database.rows("SELECT * FROM bots")) == 40
    assert len(database.rows("SELECT * FROM messages")) == 80
    database.close()


def test_an_error_undoes_the_whole_transaction() -> None:
    """What was written before an error is not kept, and writing goes on after it."""
    database = Database(None)
    insert = "INSERT INTO conversations (bot, id, created_at, updated_at) VALUES (?, 'c', 0, 0)"
    bot = (
        "INSERT INTO bots (id, workspace, name, model, instructions, visibility, temperature,"
        " created_at, updated_at) VALUES ('i', 'w', 'n', 'm', '', 'private', 0, 0, 0)"
    )
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:  # noqa: PT012 (the second one)
        connection.execute(bot)
        connection.execute(insert, (999,))
    assert database.rows("SELECT * FROM bots") == []
    with database.writing() as connection:
        connection.execute(bot)
    assert len(database.rows("SELECT * FROM bots")) == 1
    database.close()


def test_a_transaction_within_another_is_a_part_of_it() -> None:
    """What the inner one wrote goes with the outer one."""
    database = Database(None)
    with pytest.raises(KeyError), database.writing():  # noqa: PT012 (the error comes after the write)
        with database.writing() as connection:
            connection.execute(
                "INSERT INTO bots (id, workspace, name, model, instructions, visibility,"
                " temperature, created_at, updated_at)"
                " VALUES ('i', 'w', 'n', 'm', '', 'private', 0, 0, 0)"
            )
        raise KeyError
    assert database.rows("SELECT * FROM bots") == []
    database.close()


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """Neither another program's database nor a text file is written to."""
    other, text = tmp_path / "other.db", tmp_path / "notes.txt"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (a)")
    connection.close()
    text.write_text("my notes, " * 100)
    for path in (other, text, tmp_path / "missing" / "state.db"):
        before = path.read_bytes() if path.exists() else None
        with pytest.raises(SettingsError, match=path.name):
            Database(path)
        assert (path.read_bytes() if path.exists() else None) == before
