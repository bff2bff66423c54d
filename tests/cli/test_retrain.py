from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from command import Harness, Said

from harness.bots import open_client
from harness.settings import load_settings
from harness.wire.chatbots import Chatbot


def listed() -> tuple[Chatbot, ...]:
    """Return the bots that the emulator has now."""

    async def ask() -> tuple[Chatbot, ...]:
        async with open_client(load_settings()) as client:
            return await client.get_chatbots()

    return asyncio.run(ask())


def retrain(harness: Harness, demo: Path, shop: str, source: str | Path, *more: str | Path) -> Said:
    """Retrain the shop's bot on one of the demo's texts."""
    suite = demo / "shop.suite.yaml"
    return harness(
        "retrain", suite, "--chatbot-id", shop, "--source", demo / source, "--yes", *more
    )


def test_the_bad_edit_blocks(harness: Harness, demo: Path, shop: str) -> None:
    """The demo's edit, against a bot that was set up apart: exit code 1, and a report."""
    said = retrain(harness, demo, shop, "shop-edited.md", "-o", "report.html")

    assert 1 == said.code, said.err
    assert "return-window" in said.out
    assert "exit code 1" in said.out
    assert "<html" in Path("report.html").read_text(encoding="utf-8")


def test_the_plan_is_printed_before_anything_is_sent(
    harness: Harness, demo: Path, shop: str
) -> None:
    """Questions, settings and repeats make the number of requests; after is as it needs."""
    said = retrain(harness, demo, shop, "shop.md")

    assert "13 questions × (2 at temperature 0 + 3 at temperature 0.7) = 65 requests" in said.err
    assert "cannot prove" in said.err


def test_a_fixed_plan_can_be_had(harness: Harness, demo: Path, shop: str) -> None:
    """`--repeats` asks so often before and after, whatever the evidence."""
    said = retrain(harness, demo, shop, "shop.md", "--repeats", "2")

    assert "(2 at temperature 0 + 2 at temperature 0.7) × 2 runs = 104" in said.err
    assert 0 == said.code, said.out


@pytest.mark.parametrize("previous", [(), ("--previous-source",)])
def test_a_text_that_changes_nothing_passes(
    harness: Harness, demo: Path, shop: str, previous: tuple[str, ...]
) -> None:
    """The same text again, at temperature 0: exit code 0."""
    more: tuple[str | Path, ...] = (*previous, demo / "shop.md") if previous else ()

    said = retrain(harness, demo, shop, "shop.md", "-t", "0", *more)

    assert 0 == said.code, said.out + said.err


def test_the_bot_keeps_its_name(harness: Harness, demo: Path, shop: str) -> None:
    """The API renames a bot with each retrain; ours sends the name that it has."""
    retrain(harness, demo, shop, "shop-edited.md")

    assert ["Shop"] == [bot.name for bot in listed() if bot.id == shop]


def test_without_a_terminal_yes_is_needed(harness: Harness, demo: Path, shop: str) -> None:
    """Nobody can confirm in CI: exit code 2, and the bot is left alone."""
    suite, source = demo / "shop.suite.yaml", demo / "shop-edited.md"

    said = harness("retrain", suite, "--chatbot-id", shop, "--source", source)

    assert 2 == said.code
    assert "--yes" in said.err
    assert 0 == harness("runs").code


def test_an_empty_text_is_refused(harness: Harness, demo: Path, shop: str) -> None:
    """A bot trained on nothing would know nothing."""
    Path("empty.md").write_text(" \n")
    suite = demo / "shop.suite.yaml"

    said = harness("retrain", suite, "--chatbot-id", shop, "--source", "empty.md", "--yes")

    assert 2 == said.code
    assert "empty.md is empty" in said.err


def test_a_kept_run_serves_as_before(harness: Harness, demo: Path, shop: str) -> None:
    """`--before RUN` asks nothing twice."""
    suite = demo / "shop.suite.yaml"
    before = harness("run", suite, "--chatbot-id", shop).out.strip()

    said = retrain(harness, demo, shop, "shop-edited.md", "--before", before)

    assert 1 == said.code, said.err
    assert f"asking 0 times, 91 kept from before (run {before})" in said.err


def test_answers_on_file_are_not_asked_for_again(harness: Harness, demo: Path, shop: str) -> None:
    """This release's answers after are the next one's before: the same version, at no price."""
    more = Path("more.md")
    old = (demo / "shop.md").read_text(encoding="utf-8")
    more.write_text(f"{old}\n## Who were the founders?\n\nTwo sisters from Malmö.\n", "utf-8")
    first = retrain(harness, demo, shop, more.absolute(), "-t", "0")

    said = retrain(harness, demo, shop, "shop-edited.md", "-t", "0")

    assert 0 == first.code, first.err
    assert 1 == said.code, said.out
    assert "answers of this version are on file" in said.err


def test_a_job_cut_off_after_the_retrain_goes_on(harness: Harness, demo: Path, shop: str) -> None:
    """The advice works as it stands, and no answer is asked for twice."""
    cut = retrain(harness, demo, shop, "shop-edited.md", "-t", "0", "--max-requests", "40")
    before, after = cut.out.split("runs ")[-1].split()

    said = retrain(
        harness, demo, shop, "shop-edited.md", "-t", "0", "--before", before, "--after", after
    )

    assert 3 == cut.code, cut.out
    assert 1 == said.code, said.out + said.err
    assert "40 answers kept from before" in said.err


def test_the_key_shows_nowhere(
    harness: Harness, demo: Path, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither output nor report nor store holds the key."""
    key = os.environ["CHATBASE_API_KEY"]

    said = retrain(harness, demo, shop, "shop-edited.md", "-o", "report.html")

    kept = b"".join(path.read_bytes() for path in Path(".harness").iterdir())
    assert key not in said.out + said.err + Path("report.html").read_text(encoding="utf-8")
    assert key.encode() not in kept


def test_more_has_no_place_where_the_old_version_is_gone(
    harness: Harness, demo: Path, shop: str
) -> None:
    """It says what has: the retrain is gone on with by its own command."""
    retrain(harness, demo, shop, "shop-edited.md", "-t", "0")

    said = harness("compare", "--more", "latest")

    assert 2 == said.code
    assert "harness retrain" in said.err


def test_a_kept_retrain_is_reported_as_it_was_judged(
    harness: Harness, demo: Path, shop: str
) -> None:
    """`harness compare BEFORE AFTER` ends as the retrain did."""
    first = retrain(harness, demo, shop, "shop-edited.md", "-t", "0")
    before, after = first.out.split("runs ")[-1].split()

    assert first.code == harness("compare", before, after).code == 1


@pytest.mark.parametrize("more", [(), ("--repeats", "2")])
def test_the_gate_of_the_project_has_its_say(
    harness: Harness, demo: Path, shop: str, more: tuple[str, ...]
) -> None:
    """What `[tool.harness.gate]` demands holds for a retrain in place, adaptive or planned."""
    gate = "[tool.harness.gate]\nmax_seconds = 0.000001\n"
    Path("pyproject.toml").write_text(gate, "utf-8")

    said = retrain(harness, demo, shop, "shop.md", *more)

    assert 1 == said.code, said.out + said.err
