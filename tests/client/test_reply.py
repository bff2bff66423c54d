from collections.abc import AsyncIterator

import httpx
import pytest

from harness.client import reply as module
from harness.client.reply import Reply
from harness.errors import UnexpectedReply


class Ticking(httpx.AsyncByteStream):
    """A body whose pieces come one second after the other."""

    def __init__(self, pieces: list[bytes], *, breaks: bool = False) -> None:
        self.pieces = pieces
        self.breaks = breaks
        self.seconds = 0.0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.seconds += 1
            yield piece
        if self.breaks:
            raise httpx.ReadError("gone")


def reply_of(body: Ticking, status: int = 200, content_type: str = "text/plain") -> Reply:
    """Return a reply that was asked for at second 0."""
    response = httpx.Response(status, stream=body, headers={"content-type": content_type})
    return Reply(response, 1, 0.0, lambda: body.seconds)


async def test_the_times_of_a_reply() -> None:
    """The first chunk is the first with bytes in it, the end is the last one."""
    reply = reply_of(Ticking([b"", b"a", b"b", b"c"]))
    assert await reply.body() == b"abc"
    assert (reply.first_chunk_seconds, reply.seconds) == (2, 4)


async def test_an_empty_body_has_no_first_chunk() -> None:
    """Where nothing came, there is no time at which it came."""
    reply = reply_of(Ticking([]))
    assert await reply.body() == b""
    assert reply.first_chunk_seconds is None


async def test_a_reply_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body beyond the limit stops the reading."""
    monkeypatch.setattr(module, "LARGEST_BYTES", 10)
    body = Ticking([b"x" * 4] * 1000)
    with pytest.raises(UnexpectedReply, match="10 bytes"):
        await reply_of(body).body()
    assert body.seconds == 3


async def test_the_beginning_of_an_error_survives_a_cut() -> None:
    """What came before the connection broke is still read."""
    assert await reply_of(Ticking([b"sor", b"ry"], breaks=True), 500).beginning() == b"sorry"


async def test_the_beginning_of_an_error_is_bounded() -> None:
    """An error page without end is not read to its end."""
    body = Ticking([b"x" * 65536] * 50)
    assert len(await reply_of(body, 500).beginning()) == 65536
    assert body.seconds == 1


def test_the_media_type_is_without_parameters() -> None:
    """Letters' case and parameters do not matter."""
    reply = reply_of(Ticking([]), content_type="Text/HTML; charset=latin-1")
    assert reply.media_type == "text/html"
