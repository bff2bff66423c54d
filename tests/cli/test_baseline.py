from __future__ import annotations

from pathlib import Path

import pytest
from command import Harness


@pytest.fixture
def kept(harness: Harness, demo: Path, shop: str) -> tuple[str, str]:
    """Return the ids of two runs of the same bot."""
    suite = demo / "shop.suite.yaml"
    return tuple(  # type: ignore[return-value]
        harness("run", suite, "--chatbot-id", shop, "-t", "0").out.strip() for _ in range(2)
    )


def test_a_baseline_is_compared_by_its_name(harness: Harness, kept: tuple[str, str]) -> None:
    """Set once, it means its run until it is set again."""
    assert "There is no baseline yet" in harness("baseline", "list").out
    assert f"main is run {kept[0]}" in harness("baseline", "set", "main", "latest~1").out
    assert 0 == harness("compare", "main", "latest").code
    assert kept[0] in harness("baseline", "list").out

    said = harness("baseline", "set", "main", "latest")
    assert f"main is run {kept[1]} (it was {kept[0]})" in said.out
    assert 0 == harness("baseline", "remove", "main").code
    assert 2 == harness("compare", "main", "latest").code


@pytest.mark.parametrize("name", ["latest", "latest~1", " ", "a.jsonl"])
def test_a_name_with_another_meaning_is_refused(
    harness: Harness, kept: tuple[str, str], name: str
) -> None:
    """A baseline must not hide what else a name means."""
    said = harness("baseline", "set", name, "latest")
    assert 2 == said.code
    assert "choose another name" in said.err


def test_an_unknown_run_or_name_is_wrong_usage(harness: Harness, kept: tuple[str, str]) -> None:
    """Both are named."""
    assert 2 == harness("baseline", "set", "main", "nothing").code
    said = harness("baseline", "remove", "mein")
    assert 2 == said.code
    assert "no baseline is called 'mein'" in said.err
