import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.sections import mixed, read_sections

MARKUP = st.lists(
    st.sampled_from(
        [
            *("# One", "## Two", "Title", "=====", "-----", "Q: Why?", "A: So.", "- item", "-"),
            *("1. first", "#. next", "```", "    code", "**Bold**", "Is it?", "", "| a | b |"),
            *("A sentence. And more", "of it.", "Mon: 9", "***", "\t", "a) b", "1. Who?", "\x0c"),
        ]
    ),
    max_size=40,
).map("\n".join)


def headings(text: str) -> list[str]:
    """Return the heading of every section."""
    return [section.heading for section in read_sections(text)]


@pytest.mark.parametrize(
    "text",
    [
        "# Returns\nThirty days.",
        "### Returns ###\n\nThirty days.",
        "Returns\n=======\nThirty days.",
        "=======\nReturns\n=======\n\nThirty days.",
        "**Returns**\n\nThirty days.",
        "**Returns:**\nThirty days.",
    ],
)
def test_a_heading_is_known_in_every_form(text: str) -> None:
    """Markdown, underlined, overlined and bold headings open a section with the text below."""
    (section,) = read_sections(text)
    assert section.heading.rstrip(":") == "Returns"
    assert [unit.text for unit in section.units] == ["Thirty days."]


@pytest.mark.parametrize(
    "text",
    [
        "Q: Is it free?\nA: Yes.",
        "Q: Is it free?\n\nA: Yes.",
        "**Q:** Is it free?\n**A:** Yes.",
        "Question 1: Is it free?\nAnswer 1: Yes.",
        "Is it free?\n\nYes.",
        "Is it free?\nYes.",
        "1. Is it free?\nYes.",
    ],
)
def test_a_question_is_the_heading_of_its_answer(text: str) -> None:
    """Pairs with or without Q and A become sections."""
    (section,) = read_sections(text)
    assert section.heading == "Is it free?"
    assert [unit.text for unit in section.units] == ["Yes."]


def test_headings_know_what_stands_above_them() -> None:
    """A section knows its parents, and a higher heading ends them."""
    sections = read_sections("# Shop\n\n## Prices\n\nLow.\n\n# Staff\n\nNice.")
    assert [(section.heading, section.parents) for section in sections] == [
        ("Prices", ("Shop",)),
        ("Staff", ()),
    ]


def test_a_question_mark_in_wrapped_prose_is_no_heading() -> None:
    """A line that ends with a question mark but goes on below is prose."""
    assert headings("Do you wonder whether it is free?\nthen read on.") == [""]


def test_lines_that_stand_for_themselves_stay_apart() -> None:
    """Opening hours are one sentence a line; wrapped prose is joined."""
    (hours,) = read_sections("Monday: 9 to 18\nSaturday: 10 to 14")
    (prose,) = read_sections("We are open on all days of the\nweek.")
    assert [unit.text for unit in hours.units] == ["Monday: 9 to 18", "Saturday: 10 to 14"]
    assert [unit.text for unit in prose.units] == ["We are open on all days of the week."]


def test_code_is_kept_as_it_stands() -> None:
    """What looks like a heading inside a fence is code, and its lines are kept."""
    (section,) = read_sections("# Setup\n\n```\n# install\n\nmake\n```")
    assert [unit.text for unit in section.units] == ["```\n# install\n\nmake\n```"]


def test_a_fence_that_never_closes_hides_nothing() -> None:
    """A stray fence does not turn the rest of the text into code."""
    assert headings("```\nmake\n\n# Prices\n\nLow.") == ["", "Prices"]


@given(MARKUP | st.text(max_size=500))
def test_any_text_is_read_and_nothing_is_made_up(text: str) -> None:
    """Every sentence and heading of any text stands in it, white space aside."""
    bare = "".join(text.split())
    for section in read_sections(text):
        assert section.units
        for said in (section.heading, *(unit.text for unit in section.units)):
            assert "".join(said.split()) in bare


def test_half_a_text_is_its_first_sections_and_then_the_old_ones() -> None:
    """As if the new text were being put in place from the top; a text of nothing leaves the old."""
    old, new = (
        read_sections("\n\n".join(f"# {n}\n\nThe {word} one." for n in range(4)))
        for word in ("old", "new")
    )
    texts = [section.units[0].text for section in mixed(old, new)]
    assert texts == ["The new one."] * 2 + ["The old one."] * 2
    assert mixed(old, ()) == old
    assert mixed((), new) == new[:2]
