from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.emulator.answering import CLOSINGS, OPENINGS, UNKNOWNS, answer
from harness.emulator.knowledge import Knowledge
from harness.emulator.style import BRIEF, STANDARD, UNKNOWN, style_of

STYLE = style_of(STANDARD, "")


def ask(knowledge: Knowledge, *asked: str, model: str = STANDARD, instructions: str = "") -> str:
    """Ask at temperature 0."""
    return answer(knowledge, asked, style_of(model, instructions))


def draws(knowledge: Knowledge, question: str, temperature: float, count: int = 100) -> list[str]:
    """Ask many times at a temperature."""
    return [
        answer(knowledge, [question], STYLE, temperature=temperature, dice=Random(number))
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long do refunds take?", "Refunds are paid within 5 business days."),
        ("What does express shipping cost?", "Express shipping costs 12 EUR."),
        ("Do you have gift cards?", "Yes, from 10 to 200 EUR. They are valid for three years."),
        ("Are you open on Sunday?", "We are closed on Sundays."),
    ],
)
def test_a_question_gets_the_sentences_that_answer_it(
    shop: Knowledge, question: str, expected: str
) -> None:
    """Only the relevant sentences are said, and they are the text's own."""
    assert ask(shop, question) == expected


def test_a_question_like_a_heading_gets_the_whole_section(shop: Knowledge) -> None:
    """The section is the answer, with its list as a list."""
    said = ask(shop, "Shipping?")
    assert said.startswith("Standard shipping costs 4.90 EUR")
    assert said.endswith("countries:\n- Germany\n- Austria\n- Switzerland")


def test_a_list_comes_with_the_sentence_that_announces_it(shop: Knowledge) -> None:
    """Asked for what a list holds, the bot says the list."""
    assert "Austria" in ask(shop, "To which countries do you ship parcels?")


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Do you ship to Japan?",
        "Do you repair electric scooters?",
        "Who won the match yesterday?",
        "hello",
        "???",
        "\x00",
    ],
)
def test_what_the_text_does_not_say_the_bot_does_not_know(shop: Knowledge, question: str) -> None:
    """Off-topic questions, and such that share a word with the text, get no answer."""
    assert ask(shop, question) == UNKNOWN


def test_a_bot_without_a_text_knows_nothing() -> None:
    """An empty text answers nothing, hot or cold."""
    assert ask(Knowledge(""), "When are you open?") == UNKNOWN
    assert set(draws(Knowledge(""), "Open?", 1.0)) <= {UNKNOWN, *UNKNOWNS}


def test_a_changed_text_changes_the_answer() -> None:
    """The bot learns: the number it says is the number in its text."""
    for days in ("30", "14"):
        said = ask(Knowledge(f"# Returns\n\nReturn it within {days} days."), "Can I return it?")
        assert said == f"Return it within {days} days."


def test_a_follow_up_without_known_words_asks_about_what_came_before(shop: Knowledge) -> None:
    """A short follow-up is about what was asked before; a whole new question is not."""
    assert ask(shop, "What are your opening hours?", "And in summer?").startswith("Monday")
    assert ask(shop, "What are your opening hours?", "Who won the world championship?") == UNKNOWN


def test_a_follow_up_with_words_of_its_own_stands_alone(shop: Knowledge) -> None:
    """The last message decides what is asked."""
    first, then = "What are your opening hours?", "How long do refunds take?"
    assert ask(shop, first, then) == ask(shop, then)


def test_a_story_before_the_question_does_not_hide_it(shop: Knowledge) -> None:
    """If the whole message fits nothing, its question alone may."""
    story = "Hi, my cousin bought shoes last week and hates their colour. Can I return them?"
    assert ask(shop, story).startswith("You can return any item within 30 days")


def test_the_brief_model_says_less(shop: Knowledge) -> None:
    """The model has a visible effect."""
    assert len(ask(shop, "Shipping?", model=BRIEF)) < len(ask(shop, "Shipping?"))


def test_instructions_shape_the_answer(shop: Knowledge) -> None:
    """A limit is kept, and words asked for around the answer are said."""
    instructions = 'At most one sentence. End every answer with "Bye."'
    assert (
        ask(shop, "Opening hours?", instructions=instructions) == "Monday to Friday: 9 to 18 Bye."
    )


def test_at_a_temperature_answers_vary_but_mostly_hold(shop: Knowledge) -> None:
    """At 0.7 wordings differ and the fact is there nearly always; dice decide, nothing else."""
    said = draws(shop, "How long do refunds take?", 0.7)
    assert said == draws(shop, "How long do refunds take?", 0.7)
    assert len(set(said)) > 5
    assert 85 <= sum("within 5 business days" in text for text in said) <= 100


def test_a_hotter_bot_is_wrong_more_often(shop: Knowledge) -> None:
    """Sentences get lost more often at temperature 1 than at 0.1."""
    cool, hot = (
        sum("Saturday: 10 to 14" in said for said in draws(shop, "Opening hours?", temperature))
        for temperature in (0.1, 1.0)
    )
    assert hot < cool


def test_half_a_fit_is_a_toss_up_only_when_hot(shop: Knowledge) -> None:
    """A question that the text half covers is never answered at 0 and now and then at 1."""
    said = draws(shop, "Do you ship to Japan?", 1.0)
    unknown = sum(text in {UNKNOWN, *UNKNOWNS} for text in said)
    assert 0 < unknown < 100


@settings(max_examples=60)
@given(
    st.text(max_size=300),
    st.lists(st.text(max_size=60), min_size=1, max_size=3),
    st.floats(0, 1),
    st.integers(),
)
def test_whatever_is_asked_the_words_come_from_the_text(
    text: str, asked: list[str], temperature: float, seed: int
) -> None:
    """Any answer is the bot's own phrase for not knowing, or lines of the text, politely framed."""
    text = f"{text}\n\n# {asked[-1]}\n\nSome words about it: {asked[-1]}."
    knowledge = Knowledge(text)
    said = answer(knowledge, asked, STYLE, temperature=temperature, dice=Random(seed))
    again = answer(knowledge, asked, STYLE, temperature=temperature, dice=Random(seed))
    assert said == again
    for phrase in OPENINGS:
        said = said.removeprefix(f"{phrase} ")
    for phrase in CLOSINGS:
        said = said.removesuffix(f" {phrase}")
    if said not in {UNKNOWN, *UNKNOWNS}:
        bare = "".join(said.split())
        units = [unit for section in knowledge.sections for unit in section.units]
        for unit in sorted(units, key=lambda unit: -len(unit.text)):
            bare = bare.replace("".join(unit.text.split()), "", 1)
        assert bare == ""
