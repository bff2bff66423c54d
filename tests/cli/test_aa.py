from __future__ import annotations

from pathlib import Path

from command import Harness, Said


def aa(harness: Harness, demo: Path, shop: str, *more: str) -> Said:
    """Compare the shop's bot with itself."""
    suite = demo / "shop.suite.yaml"
    return harness("aa", suite, "--chatbot-id", shop, "--pause", "0", *more)


def test_a_bot_that_agrees_with_itself_is_trusted(harness: Harness, demo: Path, shop: str) -> None:
    """Exit code 0, with the share of equal answers for each temperature."""
    said = aa(harness, demo, shop)

    assert 0 == said.code, said.out + said.err
    assert "it can be trusted" in said.out
    assert "temperature 0.7" in said.out
    assert "waver" in said.out


def test_an_unknown_bot_is_an_error(harness: Harness, demo: Path, shop: str) -> None:
    """Nothing is said of the gate where nothing was asked."""
    said = aa(harness, demo, "nobody")

    assert 3 == said.code
    assert "trusted" not in said.out


def test_a_gate_that_cannot_decide_is_not_trusted(harness: Harness, demo: Path, shop: str) -> None:
    """Few answers and the project's strict gate: exit code 3, and no word of trust."""
    Path("pyproject.toml").write_text("[tool.harness.gate]\nstrict = true\n", "utf-8")

    said = aa(harness, demo, shop, "--repeats", "1")

    assert 3 == said.code, said.out + said.err
    assert "is not known" in said.out
    assert "it can be trusted" not in said.out
