from __future__ import annotations

import pytest
from fakes import case, suite
from pydantic import ValidationError

from harness.model.suite import Case, Expectation, Gate, Message, Suite, Turn, Waiver


def test_the_digest_speaks_of_what_is_asked_and_expected() -> None:
    """Another expectation is another digest; another id, tag or priority is not."""
    one = case("a", "How long?")

    assert one.digest == case("b", "How long?", must_not_break=True).digest
    assert one.digest == one.model_copy(update={"tags": ("x",)}).digest
    assert one.digest != case("a", "How long?", "14 days").digest
    assert one.digest != case("a", "How much?").digest


def test_the_threshold_is_part_of_what_is_expected() -> None:
    """A stricter pass mark makes another question of it."""
    strict = Case(id="a", turns=case("a").turns, threshold=0.9)

    assert case("a").digest != strict.digest


def test_the_suite_digest_knows_no_order() -> None:
    """Moving a case in the file changes nothing."""
    assert suite(case("a"), case("b")).digest == suite(case("b"), case("a")).digest


def test_a_suite_survives_json() -> None:
    """What the store keeps comes back equal, digests included."""
    whole = suite(case("a"), case("b"), repeats={0.0: 2, 0.7: 5})

    back = Suite.model_validate(whole.model_dump(mode="json"))

    assert whole == back
    assert whole.digest == back.digest


def test_nouns_do_not_change() -> None:
    """A case cannot be edited after it was made."""
    with pytest.raises(ValidationError):
        case("a").id = "b"  # type: ignore[misc]


def test_unknown_fields_are_refused() -> None:
    """A gate with a rule that nobody knows would never be applied."""
    with pytest.raises(ValidationError):
        Gate.model_validate({"max_dorp": 0.1})


def test_the_prompt_is_the_last_message() -> None:
    """A conversation is about its last question."""
    assert "b" == Case(id="x", turns=(Turn(user="a"), Turn(user="b"))).prompt


def test_digests_of_kept_runs_stay_what_they_were() -> None:
    """What a case may say since then does not count where it is not said: old runs still pair."""
    kept = {
        "id": "a",
        "turns": [
            {
                "user": "How long?",
                "expect": [{"scorer": "keywords", "parameters": {"all": ["30 days"]}}],
            }
        ],
        "tags": ["x"],
    }

    assert "69b3c65f359ffa80" == Case.model_validate(kept).digest


@pytest.mark.parametrize(
    "change", [{"history": (Message("user", "Hello"),)}, {"contact": "contact-1"}]
)
def test_what_is_sent_with_the_question_is_part_of_it(change: dict[str, object]) -> None:
    """Another history or another contact makes another question."""
    assert case("a").digest != case("a").model_copy(update=change).digest


@pytest.mark.parametrize(
    "change",
    [
        {"group": "g"},
        {"description": "d"},
        {"metadata": {"a": "b"}},
        {"skip": Waiver(reason="later")},
        {"expected_failure": Waiver(reason="known")},
        {"repeats": {0.5: 3}},
        {"stream": True},
        {"file": "a.yaml", "line": 3},
    ],
)
def test_what_is_said_about_a_question_is_no_part_of_it(change: dict[str, object]) -> None:
    """Notes, marks, the place in the file and how often it is asked leave the digest as it is."""
    assert case("a").digest == case("a").model_copy(update=change).digest


def test_language_and_facts_are_part_of_what_is_expected() -> None:
    """Another language or way of comparing is another expectation; naming none changes nothing."""
    german = Case(id="a", turns=case("a").turns, language="german")
    ignoring = Case(id="a", turns=case("a").turns, facts="ignore")

    assert 3 == len({case("a").digest, german.digest, ignoring.digest})


def test_a_changed_copy_forgets_what_was_found_of_the_old_one() -> None:
    """The digest of a copy is its own, whether or not that of the original was asked for."""
    old = case("a", "What?")
    assert old.digest != ""
    turns = (Turn(user="Why?"),)
    assert old.model_copy(update={"turns": turns}).digest == Case(id="a", turns=turns).digest


def test_an_expectation_is_written_the_same_in_any_order() -> None:
    """Scorers are found again by what is written, of changed copies too."""
    one = Expectation(scorer="says", parameters={"text": "a", "weight": 2})
    assert one.written == Expectation(scorer="says", parameters={"weight": 2, "text": "a"}).written
    assert one.written != one.model_copy(update={"parameters": {"text": "b"}}).written
