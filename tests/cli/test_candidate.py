from __future__ import annotations

import asyncio
from pathlib import Path

from command import Harness, Said

from harness.bots import open_client
from harness.settings import load_settings


def names() -> list[str | None]:
    """Return the names of the bots that the emulator has now."""

    async def ask() -> list[str | None]:
        async with open_client(load_settings()) as client:
            return [bot.name for bot in await client.get_chatbots()]

    return asyncio.run(ask())


def candidate(harness: Harness, demo: Path, shop: str, source: str, *more: str | Path) -> Said:
    """Try one of the demo's texts on a candidate of the shop's bot."""
    return harness(
        "retrain",
        demo / "shop.suite.yaml",
        "--chatbot-id",
        shop,
        "--source",
        demo / source,
        "--candidate",
        "--yes",
        *more,
    )


def test_a_bad_text_is_found_before_it_reaches_anybody(
    harness: Harness, demo: Path, shop: str
) -> None:
    """Exit code 1; the bot keeps its text, and its candidate is gone."""
    said = candidate(
        harness, demo, shop, "shop-edited.md", "--previous-source", demo / "shop.md", "-o", "r.html"
    )

    assert 1 == said.code, said.err
    assert "return-window" in said.out
    assert "canary questions show the new text" in said.err
    assert "is deleted" in said.err
    assert ["Shop"] == names()
    assert "shop-edited.md" in Path("r.html").read_text(encoding="utf-8")


def test_a_good_text_ships_and_how_is_said(harness: Harness, demo: Path, shop: str) -> None:
    """Exit code 0, and the command that gives the bot its new text."""
    said = candidate(harness, demo, shop, "shop.md", "-t", "0")

    assert 0 == said.code, said.out + said.err
    assert f"update-data --chatbot-id {shop}" in said.out


def test_a_candidate_can_be_kept(harness: Harness, demo: Path, shop: str) -> None:
    """To be looked at, or to go on comparing with."""
    said = candidate(harness, demo, shop, "shop.md", "-t", "0", "--keep-candidate")

    assert 2 == len(names())
    assert "is kept, as asked" in said.err
    assert 0 == harness("compare", "--more", "latest").code


def test_a_candidate_goes_when_the_budget_is_spent(harness: Harness, demo: Path, shop: str) -> None:
    """An early end leaves nothing behind that somebody pays for."""
    said = candidate(harness, demo, shop, "shop-edited.md", "-t", "0", "--max-requests", "9")

    assert 3 == said.code, said.out
    assert ["Shop"] == names()


def test_what_belongs_to_a_retrain_in_place_is_refused(
    harness: Harness, demo: Path, shop: str
) -> None:
    """A candidate is compared live: kept runs have no place there."""
    assert 2 == candidate(harness, demo, shop, "shop.md", "--before", "latest").code
    assert ["Shop"] == names()


def test_the_gate_of_the_project_has_its_say(harness: Harness, demo: Path, shop: str) -> None:
    """What `[tool.harness.gate]` demands holds for a candidate too."""
    gate = "[tool.harness.gate]\nmax_seconds = 0.000001\n"
    Path("pyproject.toml").write_text(gate, "utf-8")

    said = candidate(harness, demo, shop, "shop.md", "-t", "0")

    assert 1 == said.code, said.out + said.err
