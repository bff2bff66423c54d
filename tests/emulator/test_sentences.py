import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.sentences import SENTENCE_CHARACTERS, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is open. Come in!", ("It is open.", "Come in!")),
        ("Pay by card, e.g. Visa, or cash.", ("Pay by card, e.g. Visa, or cash.",)),
        ("It costs 4.90 EUR. Shipping is free.", ("It costs 4.90 EUR.", "Shipping is free.")),
        ('He said "No." Then he left.', ('He said "No."', "Then he left.")),
        ("Ask J. Smith at the desk.", ("Ask J. Smith at the desk.",)),
        ("営業時間は九時です。日曜は休みです。", ("営業時間は九時です。", "日曜は休みです。")),
        ("one\ntwo  three", ("one two three",)),
        (" \n ", ()),
    ],
)
def test_sentences_end_where_readers_think(text: str, sentences: tuple[str, ...]) -> None:
    """Abbreviations, prices and initials end no sentence; quotes and full-width stops do."""
    assert split_sentences(text) == sentences


@given(st.text(alphabet="Ab .!?。\n\"'", max_size=3000))
def test_no_character_is_lost_or_added(text: str) -> None:
    """The sentences hold every character of the text but white space, in order."""
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(0 < len(sentence) <= SENTENCE_CHARACTERS for sentence in sentences)
