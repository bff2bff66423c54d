from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import pytest

from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import bind
from harness.scorers.says import Says

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
            exchange = Exchange(row["question"], Answer(answer, 0))
            agreed.append(Says(text=tuple(golden)).score(exchange).passed == good)
    assert len(agreed) > 1000
    assert fmean(agreed) >= 0.89


def test_a_contradicted_fact_fails_however_close_the_words_are(judge: Judge) -> None:
    """Another number is another answer; the reason names it, and the details list it."""
    score = judge("says", "Refunds take 5 working days.", text="Refunds take 14 working days.")
    assert not score.passed
    assert score.reason.startswith("says 5 working days where 14 working days was expected; says")
    assert score.details["contradictions"] == [
        "says 5 working days where 14 working days was expected"
    ]


def test_facts_can_be_ignored(judge: Judge) -> None:
    """A suite or a case that wants words only says so."""
    said, text = "Refunds take 5 working days.", "Refunds take 14 working days."
    assert judge("says", said, text=text, facts="ignore").passed


def test_the_case_says_for_all_its_scorers_whether_facts_count() -> None:
    """What the case says holds where the expectation is silent."""
    expectation = Expectation(scorer="says", parameters={"text": "14 days"})
    assert bind(expectation, facts="ignore", language="de").model_dump(
        include={"facts", "language"}
    ) == {"facts": "ignore", "language": "german"}


def test_a_fact_in_other_words_counts_as_said(judge: Judge) -> None:
    """Two weeks are 14 days, for the share of the words too."""
    score = judge("says", "It takes two weeks.", text="14 days")
    assert score.passed
    assert score.details == {"missing": []}


def test_any_of_several_expected_answers_is_enough(judge: Judge) -> None:
    """The best of the alternatives counts."""
    texts = ["Wilhelm Röntgen", "W. C. Roentgen"]
    assert judge("says", "It was Roentgen, W. C.", text=texts).passed


def test_an_answer_that_is_nearer_to_a_wrong_one_fails(judge: Judge) -> None:
    """The closeness to known mistakes is subtracted, and the reason tells of it."""
    right, wrong = "Veins look blue because of how light scatters", "Veins carry blue blood"
    parameters = {"text": right, "wrong": [wrong]}
    said = "Veins look blue because they carry blue blood."
    assert judge("says", said, text=right).passed
    score = judge("says", said, **parameters)
    assert not score.passed
    assert "of a wrong answer" in score.reason
    assert judge("says", right, **parameters).passed


def test_other_languages_have_their_own_words(judge: Judge) -> None:
    """German endings, stop words and negations are those of German."""
    text = "Sie können die Bestellung ändern."
    said = "Ja, die Bestellungen können geändert werden."
    assert judge("says", said, text=text, language="de").passed
    assert not judge("says", f"{text[:-7]}nicht ändern.", text=text, language="de").passed
