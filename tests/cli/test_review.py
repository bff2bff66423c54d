from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest
from command import Harness

from harness.store.store import Store

from .kept import FILE, STORE, SUITE, keep_two_runs

PATIENCE = 30


class Terminal:
    """A terminal with a review in it: waits for words, and types keys."""

    def __init__(self, *arguments: str) -> None:
        """Start the review."""
        self.said = ""
        self._end, inside = pty.openpty()
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "COLUMNS": "90"}
        command = [sys.executable, "-m", "harness", "review", *arguments]
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, close_fds=True
        )
        os.close(inside)

    def expect(self, words: str) -> str:
        """Wait until the words are there; return what was said up to them, and forget it."""
        until = time.monotonic() + PATIENCE
        while words not in self.said:
            ready, _, _ = select.select([self._end], [], [], max(0, until - time.monotonic()))
            try:
                data = os.read(self._end, 65536) if ready else b""
            except OSError:  # the other end is closed
                data = b""
            if not data:
                raise AssertionError(f"not said: {words!r}, but {self.said!r}")
            self.said += data.decode().replace("\r\n", "\n")
        found, _, self.said = self.said.partition(words)
        return found

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self._end, keys.encode())

    def close(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(PATIENCE)
        os.close(self._end)
        return code

    def __del__(self) -> None:
        """End a review that a failed test left behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)


@pytest.fixture
def folder(harness: Harness) -> None:
    """Put two runs into the current folder."""
    keep_two_runs()


def decisions() -> dict[str, str]:
    """Return what the store holds of the review."""
    with Store(STORE) as store:
        return {name: note["decision"] for name, note in store.notes.all("review r-2").items()}


@pytest.mark.usefixtures("folder")
def test_keys_accept_and_reject() -> None:
    """One answer is accepted after its change was shown, one rejected; both are noted."""
    terminal = Terminal("latest", "--by", "Ada")
    shown = terminal.expect("[q]uit ")
    assert "returns  worse  (1 of 2)" in shown
    assert "│ - You can return it within 30 days." in shown
    terminal.press("a")
    terminal.expect("why is it right? ")
    terminal.press("new law\n")
    assert "│ +    expect: Returns must reach us in two weeks." in terminal.expect("[n]o ")
    assert SUITE == FILE.read_text(encoding="utf-8")
    terminal.press("y")
    shown = terminal.expect("[q]uit ")
    assert "label  worse  (2 of 2)" in shown
    assert "│ keywords lost: receipt" in shown
    terminal.press("r")
    terminal.expect("1 accepted, 1 rejected; 0 left.")
    assert 0 == terminal.close()
    text = FILE.read_text(encoding="utf-8")
    assert re.search(r"# accepted \S+ by Ada: new law \(run r-2\)\n    expect: Returns must", text)
    assert decisions() == {"label": "rejected", "returns": "accepted"}


@pytest.mark.usefixtures("folder")
def test_a_lost_keyword_is_asked_for_and_no_writes_nothing() -> None:
    """Whoever thinks better of it goes on with the same answer; quitting leaves the rest."""
    terminal = Terminal("after", "--against", "before")
    terminal.expect("[q]uit ")
    terminal.press("s")
    terminal.expect("[q]uit ")
    terminal.press("a")
    terminal.expect("why is it right? ")
    terminal.press("\n")
    terminal.expect("instead of 'receipt' (Enter leaves it): ")
    terminal.press("code\n")
    assert "+      - keywords: [code, label]   # both" in terminal.expect("[n]o ")
    terminal.press("n")
    terminal.expect("[q]uit ")
    terminal.press("q")
    terminal.expect("1 skipped; 1 left.")
    assert 0 == terminal.close()
    assert SUITE == FILE.read_text(encoding="utf-8")
    assert decisions() == {}


@pytest.mark.usefixtures("folder")
def test_what_was_decided_is_not_shown_again() -> None:
    """Unless it is asked for."""
    with Store(STORE) as store:
        for case in ("label", "returns"):
            store.notes.set("review r-2", case, {"decision": "rejected"})
    terminal = Terminal()
    terminal.expect("Nothing is to review.")
    assert 0 == terminal.close()
    terminal = Terminal("--again")
    assert "(1 of 2)" in terminal.expect("[q]uit ")
    terminal.press("\x04")
    terminal.expect("Interrupted.")
    assert 130 == terminal.close()


@pytest.mark.usefixtures("folder")
def test_without_a_terminal_it_says_what_to_do(harness: Harness) -> None:
    """No key can be read from a pipe."""
    said = harness("review", "latest")
    assert 2 == said.code
    assert "harness accept ID" in said.err
