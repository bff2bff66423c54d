"""Who left a name or an address: lists of leads."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import date

from harness.wire.leads import Lead, read_leads
from harness.wire.listing import Page, list_query

from .call import Call
from .operations import Operations
from .paging import LARGEST_PAGE, all_rows, check_size

__all__ = ["LeadOperations"]


class LeadOperations(Operations):
    """The operations of the client on leads."""

    async def get_leads(
        self,
        chatbot_id: str,
        *,
        start_date: date | None = None,
        end_date: date | None = None,
        sources: Sequence[str] = (),
        page: int = 1,
        size: int = LARGEST_PAGE,
    ) -> Page[Lead]:
        """Return one page of a bot's leads.

        Args:
            chatbot_id: Whose.
            start_date: The first day; None does not limit.
            end_date: The last day, which counts too.
            sources: Sent as for conversations; neither contract promises that it limits leads.
            page: Counts from 1.
            size: Rows a page; the vendor takes 100 at most.

        Raises:
            SettingsError: The dates, a source, the page or the size cannot be.
            BotError: There is no list after all attempts.
        """
        query = list_query(chatbot_id, start_date, end_date, sources, page, size)
        call = Call("list the leads", "GET", "/get-leads", query=query)
        return await self._fetch(call, read_leads)

    def all_leads(
        self,
        chatbot_id: str,
        *,
        start_date: date | None = None,
        end_date: date | None = None,
        sources: Sequence[str] = (),
        size: int = LARGEST_PAGE,
    ) -> AsyncGenerator[Lead, None]:
        """Give all leads, page by page, each once; `size` is 1 to 100.

        Raises:
            SettingsError: As for one page.
            BotError: A page did not come; what was given before stays good.
        """
        check_size(size)

        async def fetch(number: int, _: str | None) -> Page[Lead]:
            return await self.get_leads(
                chatbot_id,
                start_date=start_date,
                end_date=end_date,
                sources=sources,
                page=number,
                size=size,
            )

        return all_rows(fetch, size, "leads")
