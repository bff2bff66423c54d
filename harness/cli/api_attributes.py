"""harness api attributes: what the contacts of a bot are described by."""

from __future__ import annotations

import click

from harness.wire.custom_attributes import TYPES, CustomAttribute

from .api_calling import Api, api_options, bot_option
from .api_showing import Columns, show_one, show_rows

__all__ = ["command"]

COLUMNS: Columns[CustomAttribute] = {
    "name": lambda row: row.name,
    "type": lambda row: row.type,
    "label": lambda row: row.label,
    "description": lambda row: row.description,
    "archived": lambda row: row.archived,
}


@click.group("attributes")
def command() -> None:
    """Create, list and change what the contacts of a bot are described by.

    \b
    Example:
      harness api attributes list --chatbot-id ID
    """


@command.command("create")
@bot_option
@click.argument("name")
@click.option("--type", "type_", type=click.Choice(TYPES), default="text", show_default=True)
@click.option("--label", help="What people see instead of the name.")
@click.option("--description", help="What it means.")
@api_options
def create(
    *,
    api: Api,
    chatbot_id: str,
    name: str,
    type_: str,
    label: str | None,
    description: str | None,
) -> None:
    """Create the attribute NAME. It can be archived later, but never deleted.

    \b
    Example:
      harness api attributes create --chatbot-id ID plan --type text --label "Plan"
    """
    made = api.ask(
        lambda client: client.create_custom_attribute(
            chatbot_id, name, type_, label=label, description=description
        )
    )
    show_one(made, as_json=api.as_json)


@command.command("list")
@bot_option
@api_options
def list_(*, api: Api, chatbot_id: str) -> None:
    """List the attributes of a bot's contacts.

    \b
    Example:
      harness api attributes list --chatbot-id ID
    """
    rows = api.ask(lambda client: client.get_custom_attributes(chatbot_id))
    show_rows(rows, COLUMNS, as_json=api.as_json, what="custom attributes")


@command.command("update")
@bot_option
@click.argument("name")
@click.option("--label", help="What people see instead of the name.")
@click.option("--description", help="What it means.")
@click.option("--archived/--not-archived", default=None, help="Whether it takes no new values.")
@click.option("--new-name", help="In the seed dialect alone.")
@api_options
def update(
    *,
    api: Api,
    chatbot_id: str,
    name: str,
    label: str | None,
    description: str | None,
    archived: bool | None,
    new_name: str | None,
) -> None:
    """Change the attribute NAME; only what is given.

    \b
    Example:
      harness api attributes update --chatbot-id ID plan --archived
    """
    changed = api.ask(
        lambda client: client.update_custom_attribute(
            chatbot_id,
            name,
            new_name=new_name,
            label=label,
            description=description,
            archived=archived,
        )
    )
    show_one(changed, as_json=api.as_json)
