from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.client.streaming import TextStream
from harness.errors import UnexpectedReply


def text_of(chunks: list[bytes], media_type: str = "text/plain") -> str:
    """Return what a stream makes of chunks."""
    stream = TextStream(media_type)
    return "".join([stream.feed(chunk) for chunk in chunks]) + stream.finish()


def cut(raw: bytes, places: list[int]) -> list[bytes]:
    """Cut bytes at some places, perhaps several times at the same."""
    edges = [0, *sorted(place % (len(raw) + 1) for place in places), len(raw)]
    return [raw[start:end] for start, end in pairwise(edges)]


@settings(deadline=None)
@given(st.text() | st.text("dat: é😀\r\n[]"), st.lists(st.integers(0, 200)))
def test_cutting_does_not_change_the_text(text: str, places: list[int]) -> None:
    """A UTF-8 text is the same whatever way it was cut into chunks."""
    assert text_of(cut(text.encode(), places)) == text


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1)),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(0, 500)),
)
def test_events_are_read_like_raw_text(words: list[str], end: str, places: list[int]) -> None:
    """The pieces of `data:` events that end with [DONE] join to the text, however cut."""
    words = [f"-{word}" for word in words]
    body = "".join(f"data: {word}{end}{end}" for word in [*words, "[DONE]"])
    assert text_of(cut(body.encode(), places)) == "".join(words)


def test_text_is_passed_on_at_once() -> None:
    """Plain text is not held back until the end, not even the first piece."""
    stream = TextStream()
    assert [stream.feed(b"Hel"), stream.feed(b"lo"), stream.finish()] == ["Hel", "lo", ""]


def test_half_a_character_waits_for_its_other_half() -> None:
    """The first byte of an é gives nothing, the second gives the é."""
    stream = TextStream()
    assert [stream.feed(b"\xc3"), stream.feed(b"\xa9!")] == ["", "é!"]


@pytest.mark.parametrize("text", ["data: 30 days are stored", "data:", "data: a\n\ndata: b", "da"])
def test_an_answer_may_begin_like_an_event(text: str) -> None:
    """Raw text that begins with `data:` but has no [DONE] at its end is the answer as it is."""
    assert text_of([text.encode()]) == text


def test_events_carry_lines_spaces_and_comments() -> None:
    """Several data lines are one piece with line breaks; one leading space and comments go."""
    body = b": hello\nevent: x\ndata:  two\ndata: lines\n\nretry: 1\n\ndata:!\n\ndata: [DONE]\n\n"
    assert text_of([body], "text/event-stream") == " two\nlines!"


def test_events_without_an_end_mark_are_read_where_the_type_says_so() -> None:
    """With the media type of events, [DONE] is not needed."""
    assert text_of([b"data: a\n\ndata: b"], "text/event-stream") == "ab"


def test_events_with_json_objects_give_their_text() -> None:
    """An event may carry the object of a plain answer; anything else in JSON is refused."""
    assert text_of([b'data: {"text": "hi"}\n\ndata: [DONE]\n']) == "hi"
    with pytest.raises(UnexpectedReply, match="text"):
        text_of([b'data: {"error": "overloaded"}\n\ndata: [DONE]\n'])


@pytest.mark.parametrize(
    "chunks", [[b"caf\xe9 noir"], [b"ok \xf0\x9f", b"\x98"], [b"\xff\xfeh\x00"]]
)
def test_what_is_not_utf8_is_no_answer(chunks: list[bytes]) -> None:
    """Other encodings, and a text that ends within a character, are refused."""
    with pytest.raises(UnexpectedReply, match="UTF-8"):
        text_of(chunks)


@settings(deadline=None)
@given(st.binary(), st.sampled_from(["text/plain", "text/event-stream", ""]))
def test_any_bytes_are_a_text_or_unexpected(raw: bytes, media_type: str) -> None:
    """No bytes raise anything but UnexpectedReply."""
    try:
        assert isinstance(text_of([raw], media_type), str)
    except UnexpectedReply:
        return
