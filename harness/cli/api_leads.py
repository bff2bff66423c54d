"""harness api leads: look up who left a name or an address."""

from __future__ import annotations

from typing import Any

import click

from harness.client.client import ChatbotClient
from harness.report.cells import csv_text
from harness.wire.leads import Lead
from harness.wire.listing import Page

from .api_calling import Api, api_options, bot_option
from .api_paging import LogPage, collect, csv_option, log_options, refuse_together, tell_of_more
from .api_showing import Columns, show_rows

__all__ = ["command"]

COLUMNS: Columns[Lead] = {
    "id": lambda row: row.id,
    "came": lambda row: row.created_at,
    "name": lambda row: row.name,
    "email": lambda row: row.email,
    "phone": lambda row: row.phone,
}
HEADS = ("id", "created_at", "name", "email", "phone", "chatbot_id")


@click.group("leads")
def command() -> None:
    """Look up who left a name, an e-mail address or a phone number.

    \b
    Example:
      harness api leads list --chatbot-id ID
    """


@command.command("list")
@bot_option
@log_options
@csv_option
@api_options
def list_(*, api: Api, chatbot_id: str, as_csv: bool, **given: Any) -> None:
    """List the leads of a bot. Not every server heeds --source here.

    \b
    Example:
      harness api leads list --chatbot-id ID --all --csv > leads.csv
    """
    refuse_together({"--json": api.as_json, "--csv": as_csv})
    log = LogPage.of(**given)

    async def work(client: ChatbotClient) -> Page[Lead]:
        if log.everything:
            rows = await collect(client.all_leads(chatbot_id, **log.limits))
            return Page(rows, is_last=True)
        return await client.get_leads(chatbot_id, page=log.page, **log.limits)

    page = api.ask(work)
    if as_csv:
        click.echo(csv_text(HEADS, (row.model_dump() for row in page.rows)), nl=False)
    else:
        show_rows(page.rows, COLUMNS, as_json=api.as_json, what="leads")
    tell_of_more(page, log.page, log.size)
