from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import Harness

from harness.bots import Emulator
from harness.model.run import RunStatus
from harness.store.store import Store


def test_a_run_prints_its_id(harness: Harness, demo: Path, shop: str) -> None:
    """Standard output holds the id alone, so that a script can take it."""
    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "--label", "before")

    assert 0 == said.code, said.err
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{4}\n", said.out)
    assert said.out.strip() in harness("runs").out


def test_options_change_what_is_asked(harness: Harness, demo: Path, shop: str) -> None:
    """Temperature, repeats and streaming of the command line beat the suite's."""
    suite = demo / "shop.suite.yaml"
    said = harness("run", suite, "--chatbot-id", shop, "-t", "0.3", "--repeats", "1", "--stream")

    shown = harness("show", said.out.strip(), "--case", "repairs").out
    assert "temperature 0.3, streamed, repeat 1: passed" in shown
    assert "repeat 2" not in shown


def test_no_key_is_wrong_usage(harness: Harness, demo: Path) -> None:
    """Without a key nothing can be asked; the message names the variable."""
    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", "x")

    assert 2 == said.code
    assert "CHATBASE_API_KEY" in said.err


def test_a_wrong_key_cannot_be_judged(
    harness: Harness, demo: Path, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's 401 is one sentence that does not repeat the key, and exit code 3."""
    monkeypatch.setenv("CHATBASE_API_KEY", "sk-wrong")

    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", shop)

    assert 3 == said.code
    assert "CHATBASE_API_KEY" in said.err
    assert "sk-wrong" not in said.err


def test_an_unknown_bot_cannot_be_judged(harness: Harness, demo: Path, shop: str) -> None:
    """The message names the bots that this key can see."""
    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", "nobody")

    assert 3 == said.code
    assert "nobody" in said.err
    assert shop in said.err


def test_a_dead_port_cannot_be_judged(
    harness: Harness, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens: one sentence, exit code 3, and no run is begun."""
    monkeypatch.setenv("CHATBASE_API_KEY", "key")
    monkeypatch.setenv("CHATBASE_BASE_URL", "http://127.0.0.1:9/api/v1")
    monkeypatch.setenv("HARNESS_ATTEMPTS", "1")

    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", "x")

    assert 3 == said.code
    assert "127.0.0.1" in said.err
    assert "No run is kept yet" in harness("runs").out


def test_a_url_that_cannot_be_is_wrong_usage(
    harness: Harness, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base URL without http is a mistake in what was typed."""
    monkeypatch.setenv("CHATBASE_API_KEY", "key")
    monkeypatch.setenv("CHATBASE_BASE_URL", "shop.example/api")

    assert 2 == harness("run", demo / "shop.suite.yaml", "--chatbot-id", "x").code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_was_asked_and_says_how_to_go_on(
    harness: Harness, demo: Path, shop: str, emulator: Emulator, number: signal.Signals
) -> None:
    """SIGINT or SIGTERM in the middle ends with 130; the command it prints completes the run."""
    suite = demo / "shop.suite.yaml"
    command = [sys.executable, "-m", "harness", "run", str(suite), "--chatbot-id", shop]
    slow = [*command, "--requests-per-second", "2"]  # 45 s: there is a middle on any machine
    with subprocess.Popen(slow, stderr=subprocess.PIPE, text=True, env=os.environ) as running:
        assert running.stderr
        for line in running.stderr:
            if "asking 91 times" in line:
                break
        while not _kept():
            time.sleep(0.05)
        running.send_signal(number)
        said = running.stderr.read()
    assert 130 == running.returncode
    (run_id,) = re.findall(r"--resume (\S+)", said)

    with Store("sqlite:///.harness/runs.db") as store:
        cut = store.load_run(run_id)
    assert RunStatus.INTERRUPTED is cut.status
    assert 0 < len(cut.trials) < 91

    assert 0 == harness("run", suite, "--chatbot-id", shop, "--resume", run_id).code
    with Store("sqlite:///.harness/runs.db") as store:
        whole = store.load_run(run_id)
    assert RunStatus.COMPLETE is whole.status
    assert 91 == len({trial.key for trial in whole.trials}) == len(whole.trials)


def _kept() -> int:
    with Store("sqlite:///.harness/runs.db") as store:
        runs = store.runs()
    return runs[0].passed + runs[0].failed if runs else 0


def test_shards_are_runs_of_their_own_part(harness: Harness, demo: Path, shop: str) -> None:
    """Three shards ask each trial of the plan once; one stays the shard that it is."""
    suite = demo / "shop.suite.yaml"
    ask = ("run", suite, "--chatbot-id", shop, "-t", "0")
    ids = [harness(*ask, "--shard", f"{n}/3").out.strip() for n in (1, 2, 3)]
    with Store("sqlite:///.harness/runs.db") as store:
        runs = [store.load_run(run_id) for run_id in ids]
    keys = [trial.key for run in runs for trial in run.trials]
    assert 26 == len(keys) == len(set(keys)) == sum(run.planned for run in runs)
    assert ["1/3", "2/3", "3/3"] == [run.shard for run in runs]

    said = harness(*ask, "--resume", ids[0], "--shard", "2/3")
    assert 2 == said.code
    assert "is shard 1/3, not shard 2/3" in said.err
    assert 2 == harness(*ask, "--shard", "4/3").code


def test_only_what_is_chosen_is_asked(harness: Harness, demo: Path, shop: str) -> None:
    """Tags, patterns and numbers narrow a run; what failed is asked again alone."""
    suite = demo / "shop.suite.yaml"
    ask = ("run", suite, "--chatbot-id", shop)
    said = harness(*ask, "--tag", "returns", "-n", "1", "--label", "x")

    assert 0 == said.code
    assert "1 questions" in said.err
    nothing = harness(*ask, "--filter", "no such thing")
    assert 2 == nothing.code
    assert "no case of the suite" in nothing.err
    assert 2 == harness(*ask, "--tag", "no such tag").code
    assert 2 == harness(*ask, "--failed", "no such run").code
    assert 2 == harness("compare", "x", "x", "--filter", "no such thing").code
    assert 2 == harness("compare", "x", "x", "--var", "a=b").code


def test_what_is_redacted_is_never_kept(
    harness: Harness, demo: Path, shop: str, emulator: Emulator
) -> None:
    """Neither the pattern's finds nor the key are in any file; the run can be gone on with."""
    ask = ("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0", "--redact", "Hamburg")
    run_id = harness(*ask).out.strip()
    assert "[redacted]" in harness("show", run_id, "--case", "shops").out
    for path in Path(".harness").iterdir():
        assert b"Hamburg" not in path.read_bytes()
        assert emulator.api_key.encode() not in path.read_bytes()
    again = harness(*ask, "--resume", run_id)
    assert 0 == again.code
    assert "asking 0 times" in again.err

    assert 2 == harness(*ask[:-1], "(").code
