from __future__ import annotations

from pathlib import Path

from command import Harness


def test_the_presets_stand_with_their_price(harness: Harness, demo: Path) -> None:
    """Each with its requests and what it finds; nothing is asked, no store is made."""
    said = harness("plan", demo / "shop.suite.yaml")

    assert 0 == said.code, said.err
    assert ["quick", "normal", "thorough"] == [
        line.split()[0] for line in said.out.splitlines() if "points" in line and "%" in line
    ]
    assert "a usual bot" in said.out
    assert not Path(".harness").exists()


def test_what_kept_runs_show_is_used(harness: Harness, demo: Path, shop: str) -> None:
    """The latest run of the suite shows how steady the answers are."""
    suite = demo / "shop.suite.yaml"
    harness("run", suite, "--chatbot-id", shop, "--label", "seen", "--repeats", "1")

    assert "13 answers of the run seen" in harness("plan", suite).out
