import json
from pathlib import Path
from typing import Any

import pytest

from harness.emulator.answering import answer
from harness.emulator.knowledge import Knowledge
from harness.emulator.style import STANDARD, UNKNOWN, style_of
from harness.emulator.words import content

DATA = Path(__file__).parents[2] / "../shared/data/faq"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the help texts are not here")
STYLE = style_of(STANDARD, "")
TEXTS = ("pypi_help", "syncthing_faq")


def rows(path: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON lines file."""
    return [json.loads(line) for line in (DATA / path).read_text("utf-8").splitlines()]


def knowledge(path: str) -> Knowledge:
    """Return what a bot knows that learned the text at `path`."""
    return Knowledge((DATA / path).read_text("utf-8"))


def recall(expected: str, said: str) -> float:
    """Return the share of the expected answer's words that are said."""
    wanted = set(content(expected))
    return len(wanted & set(content(said))) / max(1, len(wanted))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("version", ["old", "new"])
def test_a_real_help_text_answers_its_own_questions(name: str, version: str) -> None:
    """Nine of ten questions get at least half of what the expected answer says."""
    bot = knowledge(f"{name}/source_{version}.txt")
    pairs = rows(f"{name}/qa_{version}.jsonl")
    found = [
        recall(pair["answer"], answer(bot, [pair["question"]], STYLE)) >= 0.5 for pair in pairs
    ]
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize("name", TEXTS)
def test_what_an_edit_left_alone_is_answered_as_well_as_before(name: str) -> None:
    """No answer to an unchanged pair is worse from the new text than from the old one."""
    old, new = (knowledge(f"{name}/source_{version}.txt") for version in ("old", "new"))
    for row in rows(f"{name}/changes.jsonl"):
        if row["status"] == "unchanged":
            question, expected = row["question_old"], row["answer_old"]
            before = recall(expected, answer(old, [question], STYLE))
            after = recall(expected, answer(new, [question], STYLE))
            assert after >= before - 1e-9, question


@pytest.mark.parametrize("name", TEXTS)
def test_questions_from_elsewhere_are_not_known(name: str) -> None:
    """Of a thousand questions of general knowledge hardly one is answered."""
    asked = json.loads((DATA.parent / "answers/evouna_nq.json").read_text("utf-8"))[:1000]
    bot = knowledge(f"{name}/source_old.txt")
    known = [row for row in asked if answer(bot, [row["question"]], STYLE) != UNKNOWN]
    assert len(known) <= 10
