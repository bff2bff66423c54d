from __future__ import annotations

import asyncio
import csv
import os
from pathlib import Path

import pytest
from command import Harness, Said

from harness.bots import open_client
from harness.settings import load_settings


@pytest.fixture
def made(shop: str, demo: Path) -> dict[str, str]:
    """Return the ids of bots beside the shop's: on the edited text, and on the same."""

    async def create() -> dict[str, str]:
        async with open_client(load_settings()) as client:
            return {
                name: await client.create_chatbot(f"Shop {name}", (demo / name).read_text("utf-8"))
                for name in ("shop-edited.md", "shop.md")
            }

    return asyncio.run(create())


def live(harness: Harness, demo: Path, old: str, new: str, *more: str) -> Said:
    """Compare two bots by the demo's suite."""
    suite = demo / "shop.suite.yaml"
    return harness("compare", suite, "--live", old, new, "--seed", "1", *more)


def test_the_bad_edit_blocks(harness: Harness, demo: Path, shop: str, made: dict[str, str]) -> None:
    """Two bots, one on the edited text: exit code 1, the broken answers named, a report."""
    said = live(harness, demo, shop, made["shop-edited.md"], "-o", "report.html")

    assert 1 == said.code, said.err
    assert "return-window" in said.out
    assert "tent-warranty" in said.out
    assert "both versions repeat themselves word for word" in said.err
    assert "<html" in Path("report.html").read_text(encoding="utf-8")


def test_the_same_text_ships_at_temperature_0(
    harness: Harness, demo: Path, shop: str, made: dict[str, str]
) -> None:
    """Two deterministic bots on one text: exit code 0 after about one answer each."""
    said = live(harness, demo, shop, made["shop.md"], "-t", "0")

    assert 0 == said.code, said.out + said.err
    assert "38 requests" in said.out


def test_the_gate_of_the_project_has_its_say(
    harness: Harness, demo: Path, shop: str, made: dict[str, str]
) -> None:
    """A level that `[tool.harness.gate]` demands and the new bot misses blocks."""
    gate = "[tool.harness.gate]\nmax_seconds = 0.000001\n"
    Path("pyproject.toml").write_text(gate, "utf-8")

    said = live(harness, demo, shop, made["shop.md"], "-t", "0")

    assert 1 == said.code, said.out + said.err


def test_a_budget_is_kept_and_more_goes_on(
    harness: Harness, demo: Path, shop: str, made: dict[str, str]
) -> None:
    """Inconclusive within the budget; `--more latest` asks only what is missing, and decides."""
    first = live(harness, demo, shop, made["shop-edited.md"], "-t", "0", "--max-requests", "20")
    second = harness("compare", "--more", "latest")

    assert 3 == first.code, first.out + first.err
    assert "budget of 20 requests is spent" in first.out
    assert 1 == second.code, second.out + second.err
    assert "20 answers kept from before" in second.err


def test_the_texts_tell_what_the_edit_explains(
    harness: Harness, demo: Path, shop: str, made: dict[str, str]
) -> None:
    """With both texts the falls of edited passages are meant, and stop no plan that allows them."""
    Path("pyproject.toml").write_text("[tool.harness.gate]\ncollateral_regressions = 0\n", "utf-8")
    texts = ("--previous-source", str(demo / "shop.md"), "--source", str(demo / "shop-edited.md"))

    said = live(harness, demo, shop, made["shop-edited.md"], "-t", "0", *texts, "-o", "changes.csv")

    assert "3 cases speak of an edited passage" in said.err
    assert "Answers that got worse beside the edit: 1" in said.out
    rows = list(csv.DictReader(Path("changes.csv").read_text(encoding="utf-8").splitlines()))
    meant = {row["case"]: row for row in rows if row["intended"]}
    assert "regressed" == meant["tent-warranty"]["kind"]


def test_the_texts_belong_to_live(harness: Harness, demo: Path) -> None:
    """Two kept runs know what their bots knew: exit code 2."""
    said = harness("compare", "before", "after", "--source", demo / "shop.md")

    assert 2 == said.code
    assert "--live" in said.err


def test_a_text_that_cannot_be_read_is_refused_first(harness: Harness, demo: Path) -> None:
    """Before anything is asked: exit code 2 and the name of the file."""
    said = live(harness, demo, "a", "b", "--source", "nowhere.md")

    assert 2 == said.code
    assert "nowhere.md" in said.err


def test_what_cannot_be_is_said(harness: Harness, demo: Path, shop: str) -> None:
    """Exit code 2 for every use that makes no sense, before anything is asked."""
    assert 2 == harness("compare", "--live", shop, shop).code
    assert 2 == harness("compare", "only-one").code
    assert 2 == harness("compare", "a", "b", demo / "shop.suite.yaml").code
    assert 2 == harness("compare", "--live", shop, shop, "a", "b").code
    assert 2 == harness("compare", "--more", "nothing").code
    assert "none was made yet" in harness("compare", "--more", "nothing").err


def test_the_key_shows_nowhere(
    harness: Harness, demo: Path, shop: str, made: dict[str, str]
) -> None:
    """Neither output nor store holds it."""
    key = os.environ["CHATBASE_API_KEY"]

    said = live(harness, demo, shop, made["shop-edited.md"], "-t", "0")

    assert 1 == said.code, said.err
    kept = b"".join(path.read_bytes() for path in Path(".harness").iterdir())
    assert key not in said.out + said.err
    assert key.encode() not in kept


def test_an_id_may_begin_with_a_dash(harness: Harness, demo: Path) -> None:
    """Services make ids of any letters: it is not taken for an option."""
    said = live(harness, demo, "-tx", "-yz")

    assert 2 == said.code
    assert "CHATBASE_API_KEY" in said.err
