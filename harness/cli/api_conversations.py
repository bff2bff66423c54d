"""harness api conversations: look up what was said to a bot."""

from __future__ import annotations

from typing import Any

import click

from harness.client.client import ChatbotClient
from harness.wire.conversations import Conversation
from harness.wire.listing import Page

from .api_calling import Api, api_options, bot_option
from .api_paging import LogPage, collect, log_options, tell_of_more
from .api_showing import Columns, show_rows

__all__ = ["command"]

COLUMNS: Columns[Conversation] = {
    "id": lambda row: row.id,
    "began": lambda row: row.created_at,
    "source": lambda row: row.source,
    "messages": lambda row: len(row.messages),
    "first question": lambda row: next(
        (message.text for message in row.messages if message.role == "user"), None
    ),
}


@click.group("conversations")
def command() -> None:
    """Look up what was said to a bot.

    \b
    Example:
      harness api conversations list --chatbot-id ID --since 2026-01-01
    """


@command.command("list")
@bot_option
@log_options
@api_options
def list_(*, api: Api, chatbot_id: str, **given: Any) -> None:
    """List the conversations of a bot; with --json, all that was said in them.

    \b
    Example:
      harness api conversations list --chatbot-id ID --source WhatsApp --all --json
    """
    log = LogPage.of(**given)

    async def work(client: ChatbotClient) -> Page[Conversation]:
        if log.everything:
            rows = await collect(client.all_conversations(chatbot_id, **log.limits))
            return Page(rows, is_last=True)
        return await client.get_conversations(chatbot_id, page=log.page, **log.limits)

    page = api.ask(work)
    show_rows(page.rows, COLUMNS, as_json=api.as_json, what="conversations")
    tell_of_more(page, log.page, log.size)
