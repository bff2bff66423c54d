from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.model.suite import Canary
from harness.retraining.canary import Known, probes_between, probes_of

POSTAGE = "We always pay the postage for large parcels."
OLD = f"# Returns\n\nYou have 30 days to send things back. {POSTAGE}\n"
NEW = f"# Returns\n\nYou have 14 days to send things back. {POSTAGE}\n"


def test_a_changed_number_tells_the_texts_apart() -> None:
    """The probe of a changed sentence knows the old number and the new one."""
    (probe,) = probes_between(OLD, NEW)

    assert Known.OLD is probe.look("You have 30 days to send things back.")
    assert Known.NEW is probe.look("You have 14 days to send things back.")
    assert Known.NEITHER is probe.look("I do not know.")
    assert "Returns" in probe.ask
    assert "14" not in probe.ask
    assert "30" not in probe.ask


def test_a_lost_passage_shows_by_its_absence() -> None:
    """Of a removed sentence only the old words are known."""
    (probe,) = probes_between(OLD, "# Returns\n\nYou have 30 days to send things back.\n")

    assert Known.OLD is probe.look(POSTAGE)
    assert Known.NEITHER is probe.look("Sorry, I do not know that.")
    assert not probe.new_words


def test_a_new_passage_shows_by_its_words() -> None:
    """Of an added sentence only the new words are known."""
    (probe,) = probes_between(OLD, OLD + "\n# Gift cards\n\nGift cards stay valid forever.\n")

    assert Known.NEW is probe.look("Gift cards stay valid forever.")
    assert not probe.old_words


def test_equal_texts_have_no_probe() -> None:
    """Nothing can show a difference that is not there."""
    assert () == probes_between(OLD, OLD)


def test_two_versions_come_before_one() -> None:
    """Probes that can be seen to work before the retrain stand first."""
    more = NEW + "\n# Gift cards\n\nGift cards stay valid forever.\n"

    probes = probes_between(OLD, more)

    assert probes[0].old_words
    assert probes[0].new_words


def test_a_suite_names_its_own_canary() -> None:
    """A named canary shows the new text exactly when the answer holds its words."""
    (probe,) = probes_of([Canary(ask="How long?", expect="14  Days")])

    assert Known.NEW is probe.look("You have 14 days.")
    assert Known.OLD is probe.look("You have 30 days.")


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_make_probes_that_answer(old: str, new: str) -> None:
    """Whatever the texts hold, at most five probes come out and each can look at anything."""
    probes = probes_between(old, new)

    assert len(probes) <= 5
    assert all(isinstance(probe.look(text), Known) for probe in probes for text in (old, new, ""))


def test_a_lost_sentence_is_told_by_words_that_stand_nowhere_else() -> None:
    """Words that the new text uses elsewhere do not make its answers look old."""
    old = "# Do you have gift cards?\n\nYes, we have gift cards.\n"
    new = "# Do you have gift cards?\n\nThey come in any amount and stay valid for three years.\n"

    assert all(
        Known.OLD is not probe.look("Gift cards come in any amount and stay valid.")
        for probe in probes_between(old, new)
    )
