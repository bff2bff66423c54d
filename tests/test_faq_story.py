"""The main job on real help texts, each in two versions of its history."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from fakes import Quiet
from rapidfuzz import fuzz

from harness.bots import emulate, open_client
from harness.client.bot import ApiBot
from harness.compare.pairing import compare
from harness.model.comparison import Change, ChangeKind, Comparison
from harness.model.suite import Case, Expectation, Suite, Turn
from harness.retraining.job import Job, Training, retrain
from harness.retraining.waiting import Patience
from harness.settings import load_settings
from harness.store.store import Store

FAQ = Path(__file__).parents[2] / "shared" / "data" / "faq"
NAMES = ("pypi_help", "syncthing_faq")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
KEPT = 60
"""A sentence stands in the new text when a part of that is at least so alike (0..100)."""

pytestmark = pytest.mark.skipif(not FAQ.is_dir(), reason="the texts are not beside the checkout")


@dataclass(frozen=True)
class Text:
    """A help text before and after an edit, its questions, and what the edit did."""

    name: str

    @cached_property
    def old(self) -> str:
        """The text before."""
        return (FAQ / self.name / "source_old.txt").read_text(encoding="utf-8")

    @cached_property
    def new(self) -> str:
        """The text after."""
        return (FAQ / self.name / "source_new.txt").read_text(encoding="utf-8")

    def rows(self, file: str) -> list[dict[str, Any]]:
        """Read a file of one JSON object a line."""
        with (FAQ / self.name / file).open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    @cached_property
    def edits(self) -> dict[str, dict[str, Any]]:
        """What became of each old question."""
        changes = self.rows("changes.jsonl")
        return {row["question_old"]: row for row in changes if "question_old" in row}

    def lost_its_facts(self, question: str) -> bool:
        """Tell whether the edit took numbers out of the answer, or the answer out of the text."""
        row = self.edits[question]
        if row["status"] == "removed":
            said = SENTENCE.split(row["answer_old"])
            kept = sum(fuzz.partial_ratio(sentence, self.new) >= KEPT for sentence in said)
            return kept < len(said) / 2
        return bool(row.get("numbers_removed"))

    @property
    def suite(self) -> Suite:
        """Return a suite of the old questions: the answer says what it said, with its numbers."""
        cases = tuple(
            Case(id=row["id"], turns=(Turn(user=row["question"], expect=_wanted(row["answer"])),))
            for row in self.rows("qa_old.jsonl")
        )
        return Suite(name=self.name, repeats={0.0: 2}, cases=cases)


def _wanted(answer: str) -> tuple[Expectation, ...]:
    says = Expectation(scorer="says", parameters={"text": answer})
    numbers = sorted(set(NUMBER.findall(answer)))
    if not numbers:
        return (says,)
    return says, Expectation(scorer="keywords", parameters={"all": numbers})


async def before_and_after(text: Text, folder: Path) -> Comparison:
    """Create the bot from the old text, ask, retrain on the new text, ask again."""
    with emulate(retrain_seconds=0.05) as emulator, Store(f"sqlite:///{folder / 'x.db'}") as store:
        settings = load_settings(
            {"base_url": emulator.base_url, "api_key": emulator.api_key}, environment={}
        )
        async with open_client(settings) as client:
            bot = ApiBot(client, await client.create_chatbot(text.name, text.old))
            training = Training(text.new, "new.txt", text.old, "old.txt")
            patience = Patience(30, first_pause_seconds=0.05)
            job = Job(text.suite, bot, store, training, Quiet(), patience=patience)
            return compare(*await retrain(job))


@pytest.mark.parametrize("name", NAMES)
async def test_a_real_edit_is_told_from_a_real_break(name: str, tmp_path: Path) -> None:
    """No answer that the edit left alone comes out as worse; each that lost its facts does."""
    text = Text(name)

    found = await before_and_after(text, tmp_path)

    passing = [change for change in found.changes if change.before.pass_rate == 1]
    assert len(passing) >= 0.85 * len(found.changes)

    worse = {change.case.prompt for change in found.of_kind(ChangeKind.REGRESSED)}
    unchanged = {q for q, row in text.edits.items() if row["status"] == "unchanged"}
    assert set() == worse & unchanged

    lost = {change.case.prompt for change in passing if text.lost_its_facts(change.case.prompt)}
    assert lost, "an edit of this size takes facts out"
    assert lost <= worse
    print(_figures(text, found.changes))  # noqa: T201 (figures for whoever runs it with -s)


def _figures(text: Text, changes: tuple[Change, ...]) -> str:
    total, worse = Counter[str](), Counter[str]()
    for change in changes:
        status = text.edits[change.case.prompt]["status"]
        total[status] += 1
        worse[status] += change.kind is ChangeKind.REGRESSED
    passed = sum(change.before.pass_rate == 1 for change in changes)
    parts = [f"{status} {worse[status]} of {total[status]} worse" for status in sorted(total)]
    return f"{text.name}: {passed} of {len(changes)} passed before; {', '.join(parts)}"
