from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from harness.client.call import Call
from harness.client.failures import Failures, clean, retry_after_seconds
from harness.errors import BotError, BotRefused, BotUnavailable, BotUnreachable, UnexpectedReply

KEY = "sk-3f9c1a7e-key"
CALL = Call("ask the chatbot", "POST", "/chat")


def failures() -> Failures:
    """Return the errors of a client with the key above."""
    return Failures("bots.test", SecretStr(KEY), 60)


def of_status(status: int, content: Any = b"", **headers: str) -> BotError:
    """Return the error for a reply."""
    raw = content if isinstance(content, bytes) else httpx.Response(200, json=content).content
    response = httpx.Response(status, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return failures().of_status(CALL, response, raw)


def every_exception_of_httpx() -> list[type[Exception]]:
    """Return each exception class that httpx names."""
    named = [getattr(httpx, name) for name in httpx.__all__]
    return [thing for thing in named if isinstance(thing, type) and issubclass(thing, Exception)]


def raised(kind: type[Exception], words: str) -> Exception:
    """Return an instance, whatever its constructor wants."""
    request = httpx.Request("GET", "http://bots.test")
    makers: tuple[Callable[[], Exception], ...] = (
        lambda: kind(words, request=request, response=httpx.Response(500)),  # type: ignore[call-arg]
        lambda: kind(words),
        kind,
    )
    for make in makers:
        try:
            return make()
        except TypeError:
            continue
    raise AssertionError(kind)


def test_httpx_names_its_exceptions() -> None:
    """The walk below finds the whole tree, not an empty list."""
    assert {httpx.ReadTimeout, httpx.InvalidURL, httpx.StreamClosed} <= set(
        every_exception_of_httpx()
    )


@pytest.mark.parametrize("kind", [*every_exception_of_httpx(), OSError, TimeoutError])
def test_no_foreign_exception_slips_through(kind: type[Exception]) -> None:
    """Every exception of httpx becomes a BotError in one sentence that does not show the key."""
    with pytest.raises(BotError) as caught, failures().mapped(CALL):
        raise raised(kind, f"it broke\nat {KEY}")
    assert isinstance(caught.value, BotUnreachable | UnexpectedReply)
    assert str(caught.value).startswith("could not ask the chatbot: bots.test ")
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bugs_are_not_mapped() -> None:
    """What is neither httpx' nor the network's goes through unchanged."""
    with pytest.raises(ZeroDivisionError), failures().mapped(CALL):
        raise ZeroDivisionError


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520, 599])
def test_servers_in_trouble_are_unavailable(status: int) -> None:
    """408, 429 and every 5xx can be tried again, and the error knows when."""
    error = of_status(status, {"message": "busy"}, retry_after="7")
    assert isinstance(error, BotUnavailable)
    assert (error.status, error.retry_after_seconds) == (status, 7)
    assert "busy" in str(error)


@pytest.mark.parametrize("status", [300, 301, 304, 308, 400, 401, 402, 403, 404, 405, 418, 499])
def test_everything_else_is_refused(status: int) -> None:
    """Redirects and every other 4xx are refusals: repeating them would not help."""
    error = of_status(status)
    assert isinstance(error, BotRefused)
    assert error.status == status
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("status", "advice"),
    [(401, "CHATBASE_API_KEY"), (403, "credits"), (404, "no such chatbot"), (302, "base URL")],
)
def test_a_refusal_says_what_to_do(status: int, advice: str) -> None:
    """The sentences for key, credits, unknown bot and redirect name the remedy."""
    assert advice in str(of_status(status))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"message": "No API key provided."}, "(No API key provided.)"),
        ({"error": "bad", "message": "Name is required"}, "(Name is required)"),
        ({"error": {"code": "X", "message": "Deep"}}, "(Deep)"),
        (
            {"message": "Invalid", "issues": [{"field": "age", "message": "Expected number"}]},
            "(Invalid (age: Expected number))",
        ),
        (b"Too long, sorry", "(Too long, sorry)"),
    ],
)
def test_the_servers_words_are_kept(content: Any, words: str) -> None:
    """The message of every dialect, its issues, and plain text stand in the error."""
    assert words in str(of_status(400, content))


@pytest.mark.parametrize("content", [b"", b"<html><title>502</title>", b"[1]", {"x": 1}])
def test_pages_for_browsers_are_left_out(content: Any) -> None:
    """A body without words of the API adds nothing to the sentence."""
    assert str(of_status(400, content)) == (
        "could not ask the chatbot: bots.test answered 400 Bad Request"
    )


@pytest.mark.parametrize("content", [f"bad key {KEY}".encode(), {"message": f"bad key {KEY}"}])
def test_an_echoed_key_is_hidden(content: Any) -> None:
    """A server that repeats the key does not bring it into the error."""
    assert "bad key ***" in str(of_status(401, content))


def test_a_redirect_shows_only_the_host() -> None:
    """Of the address that a redirect names, path and query stay out of the sentence."""
    text = str(of_status(302, location="https://login.test/in?token=secret"))
    assert "login.test" in text
    assert "secret" not in text


@settings(deadline=None)
@given(st.text(), st.integers(300, 599), st.binary() | st.text().map(str.encode))
def test_any_error_reply_is_one_clean_line(header: str, status: int, raw: bytes) -> None:
    """No Retry-After and no body makes anything but a BotError on one line."""
    headers = {"retry-after": header.encode("utf-8")}
    error = failures().of_status(CALL, httpx.Response(status, headers=headers), raw)  # type: ignore[arg-type]
    assert isinstance(error, BotRefused | BotUnavailable)
    assert str(error).isprintable()


def test_strangers_words_are_cleaned_and_cut() -> None:
    """Escapes, line breaks and direction marks go; what is long is cut."""
    assert clean("a\x1b[31m\r\n b\u202e\x00\u2028c") == "a [31m b c"
    assert len(clean("x" * 9999)) < 300


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), ("1.5", 1.5), ("-5", 0), ("soon", None), ("nan", None), ("inf", None), ("", None),
     (None, None), ("Mon, 99 Foo", None)],
)  # fmt: skip
def test_retry_after_in_seconds(header: str | None, seconds: float | None) -> None:
    """Numbers are seconds, never negative; what cannot be understood is None."""
    assert retry_after_seconds(header) == seconds


def test_retry_after_as_a_date() -> None:
    """A date counts from now; one in the past is no wait."""
    now = datetime.now(UTC)
    later = retry_after_seconds(format_datetime(now + timedelta(hours=1), usegmt=True))
    assert later is not None
    assert 3000 < later <= 3600
    assert retry_after_seconds(format_datetime(now - timedelta(hours=1), usegmt=True)) == 0
