from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import pytest

from harness.scorers.closeness import closeness

from .conftest import Judge

JUDGED = Path(__file__).parents[2] / "../shared/data/answers/evouna_nq.json"
BOTS = ("fid", "gpt35", "chatgpt", "gpt4", "newbing")


def test_the_reason_tells_how_much_and_what_is_missing(judge: Judge) -> None:
    """A release manager reads a share in percent and the words that the bot left out."""
    score = judge("says", "Use the form.", text="Bring the receipt, or use the online form.")
    assert score.reason.startswith("says ")
    assert score.reason.endswith(" % of what was expected; missing: bring, receipt, online")
    assert score.details == {"missing": ["bring", "receipt", "online"]}


def test_half_of_it_passes_unless_more_is_asked(judge: Judge) -> None:
    """The pass mark is 0.5, or what the expectation says."""
    half = "You need the receipt"
    assert judge("says", half, text="receipt and passport").passed
    assert not judge("says", half, text="receipt and passport", threshold=0.9).passed


def test_an_empty_answer_fails(judge: Judge) -> None:
    """Saying nothing is saying nothing of what was expected."""
    score = judge("says", "", text="30 days")
    assert (score.value, score.passed) == (0, False)
    assert score.reason == "says 0 % of what was expected; missing: 30, days"


@pytest.mark.skipif(not JUDGED.exists(), reason="the judged answers are not here")
def test_it_agrees_with_people() -> None:
    """At the default pass mark it judges at least 89 % of the answers as people did."""
    agreed = []
    for row in json.loads(JUDGED.read_text("utf-8"))[::5]:
        for bot in BOTS:
            answer, good = row[f"answer_{bot}"], row[f"judge_{bot}"]
            if row["improper"] or answer is None or good is None:
                continue
            golden = [one for one in row["golden_answer"].split("/") if one.strip()]
            best = max(closeness(one, answer, row["question"]).value for one in golden)
            agreed.append((best >= 0.5) == good)
    assert len(agreed) > 1000
    assert fmean(agreed) >= 0.89
