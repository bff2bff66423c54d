"""What goes wrong on the way, as our errors: one sentence each, and never the key in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import Any

import httpx
from pydantic import SecretStr

from harness.errors import BotError, BotRefused, BotUnavailable, BotUnreachable, UnexpectedReply
from harness.wire.reading import read_failure

from .body import parse
from .call import Call

__all__ = ["NEVER_SENT", "Failures", "clean", "retry_after_seconds"]

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""After these the server surely did nothing: it never saw the request."""
BAD_REPLY = (
    httpx.DecodingError,
    httpx.TooManyRedirects,
    httpx.HTTPStatusError,
    httpx.CookieConflict,
    httpx.StreamError,
)
"""Something came back, but nothing that can be read."""
FOREIGN = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError, OSError)
"""Everything that httpx and the network below it raise."""
COME_BACK = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
WORDS = 200
"""So many characters of a stranger's words are shown."""
REASONS = 600
"""So many of why a request was refused: an error may name several fields."""
HINTS = {
    401: "the key is wrong or missing: check CHATBASE_API_KEY",
    403: "the plan does not include the API, or the message credits are used up",
    404: "there is no such {subject}: check the id and the base URL",
    405: "check the base URL",
    408: "try again later",
    413: "the text is too long for the plan",
    429: "too many requests: ask more slowly",
}


def clean(words: str, length: int = WORDS) -> str:
    """Return a stranger's words on one line, without control characters, cut to a length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line if len(line) <= length else line[:length] + "…"


def retry_after_seconds(header: str | None) -> float | None:
    """Read a Retry-After header, seconds or HTTP date; None if there is none to understand."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            when = parsedate_to_datetime(header)
        except (ValueError, OverflowError):
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if isfinite(seconds) else None


class Failures:
    """Makes the errors of one client; knows its key only to keep it out of them."""

    def __init__(self, host: str, key: SecretStr, timeout_seconds: float) -> None:
        self._host = host
        self._key = key
        self._timeout_seconds = timeout_seconds

    @contextmanager
    def mapped(self, call: Call) -> Iterator[None]:
        """Turn every exception of httpx and of the network into a BotError.

        An UnexpectedReply gets the operation and the host into its sentence.
        """
        try:
            yield
        except UnicodeEncodeError:
            fact = "the text holds half a character (a lone surrogate), which cannot be sent"
            raise BotError(f"could not {call.operation}: {fact}") from None
        except UnexpectedReply as error:
            raise self._unexpected(call, str(error)) from None
        except BAD_REPLY as error:
            fact = f"the reply cannot be read ({clean(self.hide(str(error)))})"
            raise self._unexpected(call, fact) from error
        except FOREIGN as error:
            raise self._unreachable(call, error) from error

    def of_status(self, call: Call, response: httpx.Response, raw: bytes) -> BotError:
        """Return the error that a status other than 2xx means; `raw` is the reply's body."""
        status = response.status_code
        words = self._words(raw)
        fact = f"answered {_named(status)}" + (f" ({words})" if words else "")
        if status in COME_BACK or response.is_server_error:
            wait = retry_after_seconds(response.headers.get("retry-after"))
            later = f"try again in {wait:.0f} s" if wait else HINTS.get(status, "try again later")
            message = self._sentence(call, f"{fact}; {later}")
            return BotUnavailable(message, status=status, retry_after_seconds=wait)
        if response.is_redirect:
            fact += self.hide(_target(response))
            fact += "; redirects are not followed, so that the key does not travel: set the base "
            fact += "URL to where the API is"
        elif status in HINTS:
            fact += f"; {HINTS[status].format(subject=call.subject)}"
        return BotRefused(self._sentence(call, fact), status=status)

    def hide(self, value: Any) -> Any:
        """Return text or JSON without the key in it."""
        key = self._key.get_secret_value()
        if isinstance(value, str):
            return value.replace(key, "***")
        if isinstance(value, list):
            return [self.hide(item) for item in value]
        if isinstance(value, dict):
            return {self.hide(name): self.hide(item) for name, item in value.items()}
        return value

    def _unexpected(self, call: Call, fact: str) -> UnexpectedReply:
        return UnexpectedReply(self._sentence(call, f"answered, but {fact}"))

    def _unreachable(self, call: Call, error: Exception) -> BotUnreachable:
        why = clean(self.hide(str(error))) or type(error).__name__
        if isinstance(error, NEVER_SENT):
            fact = f"cannot be reached ({why}); check the base URL and the network"
        elif isinstance(error, httpx.TimeoutException | TimeoutError):
            fact = f"did not answer within {self._timeout_seconds:g} s"
        else:
            fact = f"broke off before the answer was complete ({why})"
        return BotUnreachable(self._sentence(call, fact))

    def _sentence(self, call: Call, fact: str) -> str:
        return f"could not {call.operation}: {self._host} {fact}"

    def _words(self, raw: bytes) -> str:
        """Return the server's own words from an error body; a page for a browser has none."""
        try:
            words = read_failure(self.hide(parse(raw)))
        except ValueError:
            words = self.hide(raw.decode("utf-8", errors="replace")).strip()
            words = "" if words.startswith("<") else words
        return clean(words, REASONS)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _target(response: httpx.Response) -> str:
    """Return where a redirect leads, without path and query: these may hold anything."""
    try:
        host = httpx.URL(response.headers.get("location", "")).host
    except httpx.InvalidURL:
        return ""
    return f" and points to {clean(host)}" if host else ""
