"""The text of a streamed answer, whatever way it was cut into pieces."""

from __future__ import annotations

import codecs
import re

from harness.errors import UnexpectedReply
from harness.wire.chat import read_chat

from .body import parse

__all__ = ["EVENT_STREAM", "TextStream"]

EVENT_STREAM = "text/event-stream"
FIELD = "data:"
DONE = "[DONE]"
LINE_END = re.compile(r"\r\n|\r|\n")


class TextStream:
    """Turns bytes into text, piece by piece.

    The API sends raw text. Older documents speak of server-sent events, so a reply that looks
    like these is held back until its end shows what it is.
    """

    def __init__(self, media_type: str = "") -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_events = media_type == EVENT_STREAM
        self._held = ""
        self._holds = True

    def feed(self, chunk: bytes) -> str:
        """Return the text that is complete with this chunk; it may be empty.

        Raises:
            UnexpectedReply: It is not UTF-8.
        """
        return self._pass_on(self._decode(chunk))

    def finish(self) -> str:
        """Return what was held back.

        Raises:
            UnexpectedReply: The stream ends within a character, or its events hold no text.
        """
        self._decode(b"", final=True)
        if self._is_events or (self._held.startswith(FIELD) and _ends_with_done(self._held)):
            return _text_of_events(self._held)
        return self._held

    def _decode(self, chunk: bytes, *, final: bool = False) -> str:
        try:
            return self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            raise UnexpectedReply(f"the streamed answer is not UTF-8: {error.reason}") from None

    def _pass_on(self, text: str) -> str:
        if not self._holds:
            return text
        self._held += text
        beginning = self._held[: len(FIELD)]
        if self._is_events or FIELD.startswith(beginning):
            return ""
        self._holds = False
        text, self._held = self._held, ""
        return text


def _ends_with_done(text: str) -> bool:
    return _data(LINE_END.split(text.rstrip())[-1]) == DONE


def _text_of_events(text: str) -> str:
    pieces = []
    for event in LINE_END.sub("\n", text).split("\n\n"):
        lines = [_data(line) for line in event.split("\n") if line.startswith(FIELD)]
        data = "\n".join(lines)
        if data == DONE:
            break
        if lines:
            pieces.append(_text_of_event(data))
    return "".join(pieces)


def _data(line: str) -> str:
    return line.removeprefix(FIELD).removeprefix(" ")


def _text_of_event(data: str) -> str:
    """Return the text of one event: raw, or in a JSON object like that of a plain answer."""
    try:
        value = parse(data.encode())
    except ValueError:
        return data
    return read_chat(value).text if isinstance(value, dict) else data
