import pytest

from harness.emulator.style import BRIEF, MODELS, STANDARD, style_of


@pytest.mark.parametrize(
    ("instructions", "sentences"),
    [
        ("Answer in at most 2 sentences.", 2),
        ("Use no more than three sentences, please", 3),
        ("Always answer in one sentence.", 1),
        ("in a single sentence", 1),
        ("max. 4 short sentences", 4),
        ("at most 0 sentences", 1),
        ("Be brief.", 3),
        ("You are a friendly assistant.", 5),
    ],
)
def test_instructions_limit_the_sentences(instructions: str, sentences: int) -> None:
    """A number in words or digits, or the wish for brevity, sets the limit; nothing else does."""
    assert style_of(STANDARD, instructions).sentences == sentences


def test_instructions_give_the_words_for_not_knowing_and_around_answers() -> None:
    """Quoted texts are taken as they are."""
    style = style_of(
        STANDARD,
        'If you do not know the answer, say "Ask a human". Begin every answer with "Hi!". '
        "End each answer with the words “Bye.”",
    )
    assert (style.unknown, style.opening, style.ending) == ("Ask a human", "Hi!", "Bye.")


def test_instructions_it_cannot_follow_change_nothing() -> None:
    """Other wishes, with quotes too, leave the style alone."""
    assert style_of(STANDARD, 'Never answer questions about "prices".') == MODELS[STANDARD]


def test_a_model_it_has_not_behaves_as_the_standard_one() -> None:
    """The vendor's list of models changes, so any name is taken; only the brief one differs."""
    assert style_of("gpt-5", "") == style_of(STANDARD, "") != style_of(BRIEF, "")
