"""harness api contacts: the people whom a bot may know by name."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import Any

import click

from harness.client.client import ChatbotClient
from harness.errors import BotError, SettingsError
from harness.report.cells import csv_text
from harness.wire.contacts import Contact, ContactInput
from harness.wire.listing import Page

from .api_calling import Api, api_options, bot_option
from .api_contact_file import contact_of, read_attributes, read_contacts
from .api_paging import collect, csv_option, refuse_together, tell_of_more
from .api_showing import Columns, say, show_one, show_rows
from .options import yes_option
from .planning import agree

__all__ = ["command"]

COLUMNS: Columns[Contact] = {
    "id": lambda row: row.id,
    "external id": lambda row: row.external_id,
    "name": lambda row: row.name,
    "email": lambda row: row.email,
    "phone": lambda row: row.phone,
    "attributes": lambda row: row.custom_attributes or None,
}
HEADS = ("id", "external_id", "name", "email", "phone", "created_at", "updated_at")
_FIELDS = (
    click.option("--external-id", help="Your own id of the person."),
    click.option("--name"),
    click.option("--email"),
    click.option("--phone"),
    click.option(
        "--attribute",
        "attributes",
        multiple=True,
        metavar="NAME=VALUE",
        help='A custom attribute, e.g. plan=gold, age=42, zip="01234" (repeatable).',
    ),
)


def _field_options(function: Any) -> Any:
    for option in reversed(_FIELDS):
        function = option(function)
    return function


@click.group("contacts")
def command() -> None:
    """Create, look up, change and delete the contacts of a bot.

    \b
    Example:
      harness api contacts list --chatbot-id ID --all
    """


@command.command("create")
@bot_option
@_field_options
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Many contacts: a JSON list, or CSV with a line of names.",
)
@api_options
def create(*, api: Api, chatbot_id: str, path: Path | None, **given: Any) -> None:
    """Create one contact from options, or many from a file, 1,000 a request.

    \b
    Example:
      harness api contacts create --chatbot-id ID --name "Ada" --email ada@example.com
      harness api contacts create --chatbot-id ID --file people.csv
    """
    one = _fields(given)
    if (path is None) == (not one):
        raise SettingsError("give either the fields of one contact, or --file")
    contacts = read_contacts(path) if path else (contact_of(one),)
    made = api.ask(lambda client: _create(client, chatbot_id, contacts))
    show_rows(made, COLUMNS, as_json=api.as_json, what="contacts")


@command.command("list")
@bot_option
@click.option("--page", type=click.IntRange(1), help="Which page (not in the seed dialect).")
@click.option("--cursor", help="Where to go on (seed dialect).")
@click.option("--size", type=click.IntRange(1, 1000), default=100, show_default=True)
@click.option("--all", "everything", is_flag=True, help="All pages.")
@csv_option
@api_options
def list_(
    *,
    api: Api,
    chatbot_id: str,
    page: int | None,
    cursor: str | None,
    size: int,
    everything: bool,
    as_csv: bool,
) -> None:
    """List the contacts of a bot.

    \b
    Example:
      harness api contacts list --chatbot-id ID --all --csv > contacts.csv
    """
    refuse_together({"--json": api.as_json, "--csv": as_csv})
    refuse_together({"--all": everything, "--page": page, "--cursor": cursor})

    async def work(client: ChatbotClient) -> Page[Contact]:
        if everything:
            return Page(await collect(client.all_contacts(chatbot_id, size=size)), is_last=True)
        return await client.list_contacts(chatbot_id, size=size, page=page or 1, cursor=cursor)

    found = api.ask(work)
    if as_csv:
        click.echo(_csv(found.rows), nl=False)
    else:
        show_rows(found.rows, COLUMNS, as_json=api.as_json, what="contacts")
    tell_of_more(found, page or 1, size)


@command.command("get")
@bot_option
@click.argument("contact")
@api_options
def get(*, api: Api, chatbot_id: str, contact: str) -> None:
    """Show CONTACT, named by its id or its external id.

    \b
    Example:
      harness api contacts get --chatbot-id ID customer-7
    """
    show_one(api.ask(lambda client: client.get_contact(chatbot_id, contact)), as_json=api.as_json)


@command.command("update")
@bot_option
@click.argument("contact")
@_field_options
@api_options
def update(*, api: Api, chatbot_id: str, contact: str, **given: Any) -> None:
    """Change CONTACT; only what is given. An empty value ("") takes the value away.

    \b
    Example:
      harness api contacts update --chatbot-id ID customer-7 --phone "+44 20 7946 0000"
    """
    changes = contact_of({name: value or None for name, value in _fields(given).items()})
    changed = api.ask(lambda client: client.update_contact(chatbot_id, contact, changes))
    show_one(changed, as_json=api.as_json)


@command.command("delete")
@bot_option
@click.argument("contact")
@yes_option
@api_options
def delete(*, api: Api, chatbot_id: str, contact: str, yes: bool) -> None:
    """Delete CONTACT for ever.

    \b
    Example:
      harness api contacts delete --chatbot-id ID customer-7
    """
    agree(f"Delete the contact {contact} of {chatbot_id}, for ever?", yes=yes)
    api.ask(lambda client: client.delete_contact(chatbot_id, contact))
    say(f"Deleted the contact {contact}.", {"deleted": contact}, as_json=api.as_json)


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    attributes = read_attributes(given.pop("attributes"))
    fields = {name: value for name, value in given.items() if value is not None}
    return fields | ({"custom_attributes": attributes} if attributes else {})


async def _create(
    client: ChatbotClient, chatbot_id: str, contacts: tuple[ContactInput, ...]
) -> tuple[Contact, ...]:
    """Create contacts batch by batch; an error says how many were created before it."""
    made: list[Contact] = []
    async with aclosing(client.create_contacts_in_batches(chatbot_id, contacts)) as batches:
        try:
            async for batch in batches:
                made += batch
                if len(made) < len(contacts):
                    click.echo(f"{len(made):,} of {len(contacts):,} created", err=True)
        except BotError as error:
            if made:
                error.add_note(f"The first {len(made):,} contacts are created, the others not.")
            raise
    return tuple(made)


def _csv(contacts: tuple[Contact, ...]) -> str:
    names = sorted({name for contact in contacts for name in contact.custom_attributes})
    rows = [
        contact.model_dump(include=set(HEADS))
        | {f"custom_attributes.{name}": contact.custom_attributes.get(name) for name in names}
        for contact in contacts
    ]
    return csv_text((*HEADS, *(f"custom_attributes.{name}" for name in names)), rows)
