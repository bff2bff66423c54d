"""One question to a model that judges: an OpenAI-compatible endpoint, or a chatbot of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx
from pydantic import SecretStr
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from harness.errors import BotError, BotRefused, BotUnavailable, BotUnreachable, UnexpectedReply

from .address import read_address

__all__ = ["Completions"]

_ATTEMPTS = 3
_TOO_MANY, _SERVER_ERROR = 429, 500
_OK = 200


class Completions:
    """Sends messages and returns the text of the reply; made for a few calls, one after another."""

    def __init__(
        self,
        base_url: str,
        key: SecretStr | None,
        *,
        timeout_seconds: float = 60,
        first_wait_seconds: float = 1,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Open nothing yet.

        Raises:
            SettingsError: The address cannot be one.
        """
        self._address = str(read_address(base_url)).rstrip("/")
        headers = {} if key is None else {"Authorization": f"Bearer {key.get_secret_value()}"}
        self._client = httpx.Client(
            headers=headers, timeout=timeout_seconds, transport=transport, follow_redirects=False
        )
        self._first_wait = first_wait_seconds

    def complete(self, messages: list[dict[str, str]], model: str) -> str:
        """Ask an OpenAI-compatible endpoint at temperature 0.

        Raises:
            BotError: There is no reply, or none that can be read.
        """
        body = {"model": model, "messages": messages, "temperature": 0}
        reply = self._posted("/chat/completions", body)
        return _text(reply, lambda value: value["choices"][0]["message"]["content"])

    def chat(self, messages: list[dict[str, str]], chatbot_id: str) -> str:
        """Ask a chatbot of the API at temperature 0; it has no system messages.

        Raises:
            BotError: There is no reply, or none that can be read.
        """
        text = "\n\n".join(message["content"] for message in messages)
        body = {
            "chatbotId": chatbot_id,
            "messages": [{"role": "user", "content": text}],
            "temperature": 0,
            "stream": False,
        }
        return _text(self._posted("/chat", body), lambda value: value["text"])

    def _posted(self, path: str, body: Mapping[str, Any]) -> Any:
        wait = wait_exponential(multiplier=self._first_wait, max=10)
        again = retry_if_exception_type((BotUnreachable, BotUnavailable))
        for attempt in Retrying(
            stop=stop_after_attempt(_ATTEMPTS), wait=wait, retry=again, reraise=True
        ):
            with attempt:
                return self._post(path, body)
        return None

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        try:
            response = self._client.post(self._address + path, json=body)
        except httpx.HTTPError as error:
            raise BotUnreachable(f"the judge cannot be reached: {type(error).__name__}") from None
        status = response.status_code
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            raise BotUnavailable(f"the judge is not available: status {status}", status=status)
        if status != _OK:
            raise BotRefused(f"the judge refused the question: status {status}", status=status)
        try:
            return response.json()
        except ValueError:
            raise UnexpectedReply("the reply of the judge is no JSON") from None


def _text(reply: Any, find: Callable[[Any], Any]) -> str:
    try:
        text = find(reply)
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str):
        error: BotError = UnexpectedReply("the reply of the judge has no text")
        raise error
    return text
