from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Harness, Said

from harness.bots import Emulator, emulate, open_client
from harness.cli.demo import demo_folder
from harness.cli.main import _run
from harness.settings import load_settings


@pytest.fixture
def harness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Harness:
    """Return a function that runs a command line in an empty folder, without a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHATBASE_API_KEY", raising=False)
    monkeypatch.delenv("CHATBASE_BASE_URL", raising=False)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):  # a CI server may run these tests
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = _run([str(each) for each in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def emulator(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """Return a running emulator that the environment names."""
    with emulate(retrain_seconds=0.05) as running:
        monkeypatch.setenv("CHATBASE_BASE_URL", running.base_url)
        monkeypatch.setenv("CHATBASE_API_KEY", running.api_key)
        yield running


@pytest.fixture
def shop(emulator: Emulator) -> str:
    """Return the id of a bot that knows the demo's shop."""

    async def create() -> str:
        settings = load_settings()
        async with open_client(settings) as client:
            text = (demo_folder() / "shop.md").read_text(encoding="utf-8")
            return await client.create_chatbot("Shop", text)

    return asyncio.run(create())


@pytest.fixture
def demo() -> Path:
    """Return the folder with the demo's suite and texts."""
    return demo_folder()
