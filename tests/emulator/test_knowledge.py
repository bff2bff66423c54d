from hypothesis import given, settings
from hypothesis import strategies as st

from harness.emulator.knowledge import Knowledge, Match


def search(knowledge: Knowledge, question: str, *, headed: bool = True) -> list[Match]:
    """Search for one question."""
    return knowledge.search(knowledge.subject(question), question, headed=headed)


def test_the_section_with_the_answer_comes_first(shop: Knowledge) -> None:
    """Each question finds the passage that a reader would turn to."""
    for question, heading in (
        ("When are you open?", "Opening hours"),
        ("How long do refunds take?", "Returns"),
        ("What does express shipping cost?", "Shipping"),
        ("How long are gift cards valid?", "Do you have gift cards?"),
    ):
        assert shop.passages[search(shop, question)[0].passage].heading == heading


def test_what_the_question_asks_beyond_the_text_is_not_covered(shop: Knowledge) -> None:
    """A word that the text does not know lowers the share that is covered."""
    known, beyond = (
        search(shop, question)[0].covered
        for question in ("Do you ship to Austria?", "Do you ship to Japan?")
    )
    assert known == 1
    assert beyond <= 0.5


def test_a_common_word_tells_less_than_a_rare_one() -> None:
    """A word of every passage weighs less than a word of one; an unknown one like a rare one."""
    knowledge = Knowledge("\n\n".join(f"# Part {n}\n\nAcme sells item{n}." for n in range(20)))
    assert knowledge.weight("acm") < knowledge.weight("item3") == knowledge.weight("nowhere")


def test_a_heading_asked_word_by_word_is_found_among_its_like() -> None:
    """The exact heading wins, even if other headings have the same words that carry meaning."""
    knowledge = Knowledge("# Is it Acme?\n\nYes.\n\n# What is Acme?\n\nA shop.\n\n# Acme\n\nHi.")
    first = search(knowledge, "what is ACME")[0]
    assert (knowledge.passages[first.passage].heading, first.title) == ("What is Acme?", 1.0)


def test_a_typing_error_is_understood(shop: Knowledge) -> None:
    """One wrong letter in a long word still finds it; short words are left alone."""
    assert shop.subject("Switzerlend") == shop.subject("Switzerland")
    assert shop.subject("cord") != shop.subject("card")


def test_the_plain_ranker_gives_headings_no_weight(shop: Knowledge) -> None:
    """Scores with and without headings differ."""
    headed, flat = (search(shop, "Which returns?", headed=headed)[0] for headed in (True, False))
    assert headed.score > flat.score


def test_a_text_without_words_knows_nothing() -> None:
    """Empty texts and texts of signs alone find nothing for any question."""
    for text in ("", "\n\n", "...", "- \n- ", "# Heading only", "the and of"):
        assert Knowledge(text).search(("refund",), "refund?", headed=True) == []


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=100), st.booleans())
def test_any_question_to_any_text_is_safe(text: str, question: str, headed: bool) -> None:  # noqa: FBT001 (drawn)
    """Shares stay within 0..1, matches point to passages and are sorted, for any input."""
    knowledge = Knowledge(f"{text}\n\n# {question}\n\n{text}")
    found = search(knowledge, question, headed=headed)
    assert found == sorted(found, key=lambda match: (-match.score, match.passage))
    for match in found:
        assert 0 <= match.passage < len(knowledge.passages)
        assert 0 <= match.covered <= 1.000001
        assert 0 <= match.title <= 1.000001
