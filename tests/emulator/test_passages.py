from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.passages import PASSAGE_CHARACTERS, cut_passages, render
from harness.emulator.sections import read_sections


def test_a_short_section_is_one_passage() -> None:
    """What is short stays whole, with heading and parents."""
    (passage,) = cut_passages(read_sections("# A\n\n## B\n\nOne.\n\nTwo."))
    assert (passage.heading, passage.parents, len(passage.units)) == ("B", ("A",), 2)


def test_a_long_section_is_cut_between_paragraphs() -> None:
    """Each part of a long section keeps the heading and whole paragraphs."""
    paragraph = "Words and more words. " * 20
    passages = cut_passages(read_sections("# Long\n\n" + f"{paragraph}\n\n" * 6))
    assert len(passages) == 3
    assert {passage.heading for passage in passages} == {"Long"}
    assert [len({unit.block for unit in passage.units}) for passage in passages] == [2, 2, 2]


def test_a_list_stays_with_its_introduction() -> None:
    """The sentence before a list is in the passage of the list."""
    text = "# A\n\n" + "Some prose here. " * 62 + "\n\nWe sell:\n\n- bells\n\n- lamps"
    last = cut_passages(read_sections(text))[-1]
    assert [unit.text for unit in last.units] == ["We sell:", "- bells", "- lamps"]


def test_rendering_keeps_paragraphs_and_lists() -> None:
    """Sentences of a paragraph share a line, items have their own, paragraphs a gap between."""
    (section,) = read_sections("One. Two.\n\nThree:\n\n- four\n- five")
    assert render(section.units) == "One. Two.\n\nThree:\n- four\n- five"


@given(st.lists(st.sampled_from(["Word. ", "w" * 400, "\n\n", "\n- item ", "# H\n"]), max_size=60))
def test_passages_hold_the_sections_in_order(parts: list[str]) -> None:
    """Cutting loses no sentence, and no passage is much longer than it should be."""
    sections = read_sections("".join(parts))
    passages = cut_passages(sections)
    for number, section in enumerate(sections):
        own = [unit for passage in passages if passage.section == number for unit in passage.units]
        assert tuple(own) == section.units
    assert all(
        sum(len(unit.text) for unit in passage.units) <= PASSAGE_CHARACTERS for passage in passages
    )
