"""The client: one method an endpoint, and one pace for all of them."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx

from harness.wire.dialect import Dialect

from .chat import ChatOperations
from .chatbots import ChatbotOperations
from .contacts import ContactOperations
from .conversations import ConversationOperations
from .custom_attributes import CustomAttributeOperations
from .leads import LeadOperations
from .pacing import Clock, Pace
from .transport import Transport
from .unpaced import Unpaced

__all__ = ["ChatbotClient"]


class ChatbotClient(
    ChatOperations,
    ChatbotOperations,
    ConversationOperations,
    LeadOperations,
    ContactOperations,
    CustomAttributeOperations,
):
    """The chatbot REST API, typed; use it as `async with ChatbotClient(url, key) as client`.

    Reads every dialect of the API without being told, and writes in the one that it is given or
    finds in a reply; where none can be found, in the vendor's. A request that finds the server
    unreachable (no connection, timeout, cut off) or unavailable (408, 429, 5xx) is made again;
    a 429 pauses all requests for as long as the server asks.
    """

    def __init__(  # noqa: PLR0913 (one parameter a setting)
        self,
        base_url: str,
        api_key: str,
        *,
        timeout_seconds: float = 60,
        attempts: int = 4,
        requests_per_second: float | None = None,
        concurrency: int = 10,
        dialect: Dialect | None = None,
        paced: bool = True,
        may_repeat: Callable[[], bool] = lambda: True,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Check the settings; connections open with the first request.

        Args:
            base_url: Where the API is, e.g. https://www.chatbase.co/api/v1.
            api_key: Sent with every request, shown nowhere.
            timeout_seconds: For one attempt, from sending to the last byte.
            attempts: How often to try one request, the first time included.
            requests_per_second: Evenly spaced; None does not limit.
            concurrency: How many requests may be under way at once.
            dialect: What to write requests in; None finds it out.
            paced: Whether trouble holds requests back; not where somebody else sees to that.
            may_repeat: Asked before a paid request is made again; may spend a budget.
            transport: What carries the requests, instead of the network.
            clock: Time, for tests.

        Raises:
            SettingsError: One of them cannot be.
        """
        clock = clock or Clock()
        pace = (Pace if paced else Unpaced)(
            attempts=attempts,
            requests_per_second=requests_per_second,
            concurrency=concurrency,
            clock=clock,
            may_repeat=may_repeat,
        )
        self.pace = pace
        way = Transport(
            base_url,
            api_key,
            pace,
            timeout_seconds=timeout_seconds,
            concurrency=concurrency,
            clock=clock,
            transport=transport,
        )
        super().__init__(way, dialect)

    def __repr__(self) -> str:
        return f"<ChatbotClient of {self._transport.host}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.close()
