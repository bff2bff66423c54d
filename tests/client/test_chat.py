import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import BotRefused, BotUnavailable, BotUnreachable, UnexpectedReply
from harness.wire.chat import ChatMessage, ChatRequest

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Script], Awaitable[str]]
ClientOf = Callable[..., ChatbotClient]

KEY = "sk-3f9c1a7e-key"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"


def request_of(**fields: Any) -> ChatRequest:
    """Return a question with these fields."""
    message = ChatMessage(role="user", content="Are you open?")
    return ChatRequest(chatbotId="b1", messages=(message,), **fields)


def chunk(raw: bytes) -> bytes:
    """Return bytes as one chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(raw), raw)


class Pieces(httpx.AsyncByteStream):
    """A body in pieces, each after a second of the given clock; the last may be an error."""

    def __init__(self, time: Any, *pieces: bytes | Exception) -> None:
        self.time = time
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.time.pass_seconds(1)
            if isinstance(piece, Exception):
                raise piece
            yield piece


async def test_a_plain_answer(client_of: ClientOf, time: Any) -> None:
    """Text, seconds of the attempt, the body that was sent, and fields nobody promised."""
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.path, json.loads(request.content)))
        time.pass_seconds(2)
        return httpx.Response(200, json={"text": "Yes", "conversationId": "c9", "score": 0.5})

    answer = await client_of(handler).chat(request_of(temperature=0))
    sent = {
        "chatbotId": "b1",
        "messages": [{"role": "user", "content": "Are you open?"}],
        "temperature": 0,
        "stream": False,
    }
    assert seen == [("POST", "/api/v1/chat", sent)]
    assert (answer.text, answer.seconds, answer.attempts) == ("Yes", 2, 1)
    assert answer.first_chunk_seconds is None
    assert answer.extra == {"conversationId": "c9", "score": 0.5}
    assert answer.sent == sent


async def test_an_empty_answer_is_an_answer(client_of: ClientOf) -> None:
    """An empty text is what the bot said, not an error."""
    client = client_of(lambda request: httpx.Response(200, json={"text": ""}))
    assert (await client.chat(request_of())).text == ""


async def test_seconds_leave_failed_attempts_and_waits_out(client_of: ClientOf, time: Any) -> None:
    """Two failures and their waits show in `attempts`, not in `seconds`."""
    replies: list[httpx.Response | Exception] = [
        httpx.ReadError("cut"),
        httpx.Response(503),
        httpx.Response(200, json={"text": "x"}),
    ]

    def handler(request: httpx.Request) -> httpx.Response:
        time.pass_seconds(3)
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    answer = await client_of(handler).chat(request_of())
    assert (answer.attempts, answer.seconds) == (3, 3)
    assert len(time.slept) == 2


async def test_a_refusal_is_asked_once(client_of: ClientOf, time: Any) -> None:
    """Other 4xx are not repeated."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(400, json={"message": "Messages are required"})

    with pytest.raises(BotRefused, match="Messages are required"):
        await client_of(handler).chat(request_of())
    assert len(asked) == 1
    assert time.slept == []


async def test_trouble_ends_after_all_attempts(client_of: ClientOf) -> None:
    """A server that stays in trouble is asked as often as was set, then its error comes out."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(502, text="<html>Bad Gateway</html>")

    with pytest.raises(BotUnavailable, match="502 Bad Gateway"):
        await client_of(handler, attempts=3).chat(request_of())
    assert len(asked) == 3


async def test_a_streamed_answer_is_complete_and_timed(client_of: ClientOf, time: Any) -> None:
    """`chat` joins the pieces, also a character across two, and keeps the time of the first."""
    body = Pieces(time, b"We ar", b"e open \xe2\x82", b"\xac9")
    client = client_of(lambda request: httpx.Response(200, stream=body))
    answer = await client.chat(request_of(stream=True))
    assert answer.text == "We are open €9"
    assert (answer.first_chunk_seconds, answer.seconds) == (1, 3)
    assert answer.sent["stream"] is True


async def test_a_cut_stream_is_asked_again(client_of: ClientOf, time: Any) -> None:
    """Half an answer is no answer: the next attempt's whole one is taken, and its times."""
    bodies = [
        Pieces(time, b"We a", httpx.RemoteProtocolError("incomplete")),
        Pieces(time, b"We are", b" open"),
    ]
    client = client_of(lambda request: httpx.Response(200, stream=bodies.pop(0)))
    answer = await client.chat(request_of(stream=True))
    assert (answer.text, answer.attempts) == ("We are open", 2)
    assert (answer.first_chunk_seconds, answer.seconds) == (1, 2)


async def test_an_empty_stream_is_an_empty_answer(client_of: ClientOf) -> None:
    """A stream without a byte is an empty answer whose first piece never came."""
    client = client_of(lambda request: httpx.Response(200, content=b""))
    answer = await client.chat(request_of(stream=True))
    assert (answer.text, answer.first_chunk_seconds) == ("", None)


async def test_a_server_that_does_not_stream_is_understood(client_of: ClientOf) -> None:
    """A plain JSON reply to a streamed request is read as such."""
    client = client_of(lambda request: httpx.Response(200, json={"text": "Yes"}))
    answer = await client.chat(request_of(stream=True))
    assert answer.text == "Yes"
    assert answer.first_chunk_seconds is not None


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(200, html=f"<html>Sign in {KEY}</html>"),
        httpx.Response(200, json={"message": "busy"}),
        httpx.Response(200, content=b"caf\xe9", headers={"content-type": "text/plain"}),
    ],
)
async def test_pages_and_errors_are_no_streamed_answers(
    client_of: ClientOf, reply: httpx.Response
) -> None:
    """A web page, a JSON error or another encoding is not taken for what the bot said."""
    with pytest.raises(UnexpectedReply, match=r"could not ask the chatbot: bots\.test") as caught:
        await client_of(lambda request: reply).chat(request_of(stream=True))
    assert KEY not in str(caught.value)


async def test_an_error_before_the_first_byte_is_an_error(client_of: ClientOf) -> None:
    """A status of trouble on a streamed request is mapped like any other."""
    client = client_of(lambda request: httpx.Response(401, json={"message": "Unauthorized access"}))
    with pytest.raises(BotRefused, match="CHATBASE_API_KEY"):
        await client.chat(request_of(stream=True))
    with pytest.raises(BotRefused, match="CHATBASE_API_KEY"):
        await anext(client.stream_chat(request_of()))


async def test_pieces_come_one_by_one(serve: Serve) -> None:
    """`stream_chat` gives each piece before the server has sent the next."""
    said: asyncio.Queue[bytes] = asyncio.Queue()

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        while raw := await said.get():
            writer.write(chunk(raw))
        writer.write(b"0\r\n\r\n")

    async with ChatbotClient(await serve(script), KEY) as client:
        pieces = client.stream_chat(request_of())
        heard = []
        for raw in (b"Yes", b", w", b"e ar", b"e"):
            said.put_nowait(raw)
            heard.append(await anext(pieces))
        said.put_nowait(b"")
        assert [piece async for piece in pieces] == []
    assert heard == ["Yes", ", w", "e ar", "e"]


async def test_characters_split_on_the_wire(serve: Serve) -> None:
    """Bytes of one character in two chunks are one character."""
    raw = "Grüße 😀".encode()

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for byte in raw:
            writer.write(chunk(bytes([byte])))
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    async with ChatbotClient(await serve(script), KEY) as client:
        answer = await client.chat(request_of(stream=True))
        pieces = [piece async for piece in client.stream_chat(request_of())]
    assert answer.text == "".join(pieces) == "Grüße 😀"
    assert answer.first_chunk_seconds is not None
    assert answer.first_chunk_seconds <= answer.seconds


async def test_a_stream_that_breaks_off(serve: Serve) -> None:
    """After the first piece nothing is repeated: the pieces come, then BotUnreachable."""
    served = 0

    async def script(writer: asyncio.StreamWriter) -> None:
        nonlocal served
        served += 1
        writer.write(HEAD + chunk(b"We are"))
        await writer.drain()

    heard = []

    async def listen(pieces: AsyncIterator[str]) -> None:
        async for piece in pieces:
            heard.append(piece)  # noqa: PERF401 (a comprehension would lose them with the error)

    async with ChatbotClient(await serve(script), KEY) as client:
        with pytest.raises(BotUnreachable, match="broke off"):
            await listen(client.stream_chat(request_of()))
    assert (heard, served) == (["We are"], 1)


async def test_a_stream_that_falls_silent(serve: Serve) -> None:
    """A stream that stops without an end is unreachable after the timeout."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunk(b"We are"))
        await writer.drain()
        await asyncio.Event().wait()

    base_url = await serve(script)
    async with ChatbotClient(base_url, KEY, timeout_seconds=0.2, attempts=1) as client:
        with pytest.raises(BotUnreachable, match="did not answer within"):
            await client.chat(request_of(stream=True))
        with pytest.raises(BotUnreachable, match="did not answer within"):
            assert [piece async for piece in client.stream_chat(request_of())] == []


async def test_the_beginning_of_a_stream_is_attempted_again(client_of: ClientOf, time: Any) -> None:
    """Before the first piece `stream_chat` repeats like every request."""
    replies = [httpx.Response(503), httpx.Response(200, content=b"Yes")]
    client = client_of(lambda request: replies.pop(0))
    assert [piece async for piece in client.stream_chat(request_of())] == ["Yes"]
    assert len(time.slept) == 1


async def test_stopping_early_frees_the_place(client_of: ClientOf, time: Any) -> None:
    """Who closes the pieces before the end leaves the one place to the next request."""
    client = client_of(
        lambda request: httpx.Response(200, stream=Pieces(time, b"a", b"b", b"c")), concurrency=1
    )
    async with aclosing(client.stream_chat(request_of())) as pieces:
        assert await anext(pieces) == "a"
    assert (await client.chat(request_of(stream=True))).text == "abc"
