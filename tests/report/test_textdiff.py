"""The difference of two answers, word by word."""

from __future__ import annotations

import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.textdiff import DiffKind, Piece, PieceKind, TextDiff, compare_texts

WORDS = ("the", "shop", "opens", "at", "nine", "or", "ten", ".", ",", "7:30", "日", "本")
SENTENCE = st.lists(st.sampled_from(WORDS))
MILLION = 1_000_000


def marked(diff: TextDiff) -> str:
    """Write a difference with git's marks."""
    marks = {PieceKind.SAME: "{}", PieceKind.REMOVED: "[-{}-]", PieceKind.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in diff.pieces)


def test_changed_words_are_marked_and_counted() -> None:
    """What was removed and added is marked in place; the words are counted."""
    diff = compare_texts(
        "We call you within 2 days and begin at once.",
        "We call you within 14 working days and begin at once.",
    )
    assert marked(diff) == "We call you within [-2-]{+14 working+} days and begin at once."
    assert (diff.kind, diff.removed_words, diff.added_words) == (DiffKind.CHANGED, 1, 2)


def test_the_same_text_has_no_marks() -> None:
    """Equal texts are one piece."""
    assert compare_texts("As ever.", "As ever.") == TextDiff(
        DiffKind.SAME, (Piece(PieceKind.SAME, "As ever."),)
    )


@pytest.mark.parametrize(
    "after", ["hello world", "Hello, world!", "Hello,  World", "HELLO - WORLD", "Hello,\nworld"]
)
def test_punctuation_case_and_spacing_are_no_change(after: str) -> None:
    """Such a difference is called light and counts no word."""
    diff = compare_texts("Hello, world", after)
    assert (diff.kind, diff.removed_words, diff.added_words) == (DiffKind.LIGHT, 0, 0)


def test_a_rewritten_text_gets_no_marks() -> None:
    """With under 35 % of the words in common the two texts stand as wholes."""
    before, after = "Come on Monday before noon.", "Sorry, I cannot say anything on that."
    diff = compare_texts(before, after)
    assert diff.kind is DiffKind.REWRITTEN
    assert diff.pieces == (Piece(PieceKind.REMOVED, before), Piece(PieceKind.ADDED, after))


def test_a_short_equal_word_between_changes_is_folded() -> None:
    """One short common word between two replacements does not break the marks up."""
    diff = compare_texts(
        "We open from eight to noon on every Monday",
        "We open from ten to midnight on every Monday",
    )
    assert marked(diff) == "We open from [-eight to noon-]{+ten to midnight+} on every Monday"


def test_pure_insertions_do_not_take_their_neighbours_along() -> None:
    """What is only added leaves the words between unmarked."""
    assert marked(compare_texts("a b c d", "a x b y c d")) == "a{+ x+} b{+ y+} c d"


def test_han_is_compared_by_character() -> None:
    """Scripts without spaces do not become one large change."""
    diff = compare_texts("我们在星期一早上开门营业", "我们在星期二早上开门营业")
    assert marked(diff) == "我们在星期[-一-]{+二+}早上开门营业"


def test_two_spellings_of_an_accent_are_the_same() -> None:
    """A letter with a combining accent equals the letter that has it built in."""
    diff = compare_texts("The café is open now", "The cafe\u0301 is shut now")
    assert marked(diff) == "The café is [-open-]{+shut+} now"


@given(SENTENCE, SENTENCE)
def test_both_texts_can_be_read_back(old: list[str], new: list[str]) -> None:
    """Without the added pieces stands the text before, without the removed ones the one after."""
    before, after = " ".join(old), " ".join(new)
    diff = compare_texts(before, after)
    for text, other in ((before, PieceKind.ADDED), (after, PieceKind.REMOVED)):
        read = "".join(piece.text for piece in diff.pieces if piece.kind is not other)
        assert read.split() == text.split()


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_can_be_compared(before: str, after: str) -> None:
    """No text breaks it, and the words after are all there."""
    diff = compare_texts(before, after)
    shown = "".join(piece.text for piece in diff.pieces if piece.kind is not PieceKind.REMOVED)
    assert (
        unicodedata.normalize("NFC", shown).split() == unicodedata.normalize("NFC", after).split()
    )


def test_long_texts_are_compared_by_sentence_first() -> None:
    """One changed word in 9,000 is found, and the rest stays unmarked."""
    before = "".join(f"Shelf {number} holds pumps. " for number in range(2200))
    after = before.replace("Shelf 1700 holds pumps", "Shelf 1700 holds bells")
    diff = compare_texts(before, after, limit=MILLION)
    changed = [piece for piece in diff.pieces if piece.kind is not PieceKind.SAME]
    assert changed == [Piece(PieceKind.REMOVED, "pumps"), Piece(PieceKind.ADDED, "bells")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a" * MILLION, "b" * MILLION),
        ("<" * MILLION, ">" * MILLION),
        ("a. " * (MILLION // 3), "b. " * (MILLION // 3)),
        ("日本" * (MILLION // 2), "本日x" * (MILLION // 3)),
        ("\u0301" * MILLION, "e\u0301" * (MILLION // 2)),
        ("a!b!" * (MILLION // 4), "c!a!" * (MILLION // 4)),
    ],
    ids=["one word", "marks", "sentences", "han", "accents", "shouting"],
)
def test_a_million_characters_take_bounded_memory(before: str, after: str) -> None:
    """Only the first part is compared, the rest is counted, and memory stays small."""
    tracemalloc.start()
    diff = compare_texts(before, after)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(len(piece.text) for piece in diff.pieces) <= 100_000
    assert diff.left_out == len(before) + len(after) - 100_000
    assert peak < 100 * 2**20
