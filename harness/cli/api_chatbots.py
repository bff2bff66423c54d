"""harness api chatbots: create, list, retrain, set and delete bots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from harness.client.bot import ApiBot
from harness.client.client import ChatbotClient
from harness.client.operations import unsendable
from harness.errors import BotRefused, SettingsError
from harness.wire.chatbots import Chatbot
from harness.wire.settings import ChatbotSettings, settings_of

from .api_calling import Api, api_options, bot_option
from .api_file import read_file, read_json
from .api_showing import Columns, say, show_one, show_rows
from .options import yes_option
from .planning import agree
from .retrain import read_text

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)
COLUMNS: Columns[Chatbot] = {
    "id": lambda bot: bot.id,
    "name": lambda bot: bot.name,
    "status": lambda bot: bot.status,
    "model": lambda bot: bot.model,
    "visibility": lambda bot: bot.visibility,
    "characters": lambda bot: bot.num_of_characters,
    "created": lambda bot: bot.created_at,
    "trained": lambda bot: bot.last_trained_at,
}


@click.group("chatbots")
def command() -> None:
    """Create, list, retrain, set and delete bots.

    \b
    Example:
      harness api chatbots list
      harness api chatbots create "Shop" --source shop.md
    """


@command.command("list")
@api_options
def list_(*, api: Api) -> None:
    """List the bots that the key knows.

    \b
    Example:
      harness api chatbots list --json
    """
    bots = api.ask(lambda client: client.get_chatbots())
    show_rows(bots, COLUMNS, as_json=api.as_json, what="chatbots")


@command.command("create")
@click.argument("name")
@click.option("--source", type=FILE, help="The text to train the bot on.")
@click.option(
    "--url", "urls", multiple=True, help="A page to train it on (repeatable; seed dialect only)."
)
@api_options
def create(*, api: Api, name: str, source: Path | None, urls: tuple[str, ...]) -> None:
    """Create a bot called NAME and print its id.

    \b
    Example:
      harness api chatbots create "Shop" --source shop.md
    """
    text = read_text(source) if source else None
    made = api.ask(lambda client: client.create_chatbot(name, text, urls_to_scrape=urls))
    say(made, {"chatbot_id": made}, as_json=api.as_json)


@command.command("update-data")
@bot_option
@click.option("--source", type=FILE, help="The text that replaces all that the bot knows.")
@click.option("--name", help="A new name [default: it keeps its own].")
@yes_option
@api_options
def update_data(
    *, api: Api, chatbot_id: str, source: Path | None, name: str | None, yes: bool
) -> None:
    """Replace what a bot knows, rename it, or both. Its old text cannot be had back.

    \b
    Example:
      harness api chatbots update-data --chatbot-id ID --source new.md
    """
    if source is None and name is None:
        raise SettingsError("nothing is to be changed: give --source, --name or both")
    text = read_text(source) if source else None
    if source:
        size = len(text or "")
        question = f"Replace all that {chatbot_id} knows by {source.name} ({size:,} characters)?"
        agree(question, yes=yes)
    else:
        agree(f"Rename {chatbot_id} to {name}?", yes=yes)

    async def work(client: ChatbotClient) -> None:
        if name is None:
            await ApiBot(client, chatbot_id).retrain(text or "")
        else:
            await client.update_chatbot_data(chatbot_id, name, text)

    api.ask(work)
    done = f"{chatbot_id} is training on its new text." if text else f"{chatbot_id} is renamed."
    say(done, {"chatbot_id": chatbot_id}, as_json=api.as_json)


@command.command("settings")
@bot_option
@click.option("--name", help="What the bot is called.")
@click.option("--model", help="The model that answers.")
@click.option("--temperature", type=click.FloatRange(0, 1), help="How freely it answers.")
@click.option("--instructions", help="Its instructions (the system prompt).")
@click.option("--instructions-file", type=FILE, help="The same from a file.")
@click.option("--visibility", type=click.Choice(["public", "private"]), help="Who may ask it.")
@click.option(
    "--from",
    "settings_file",
    type=FILE,
    help="A JSON object with any of the settings, as this command shows them with --json.",
)
@yes_option
@api_options
def settings(
    *, api: Api, chatbot_id: str, settings_file: Path | None, yes: bool, **given: Any
) -> None:
    """Show the settings of a bot, or change those that are given; changes act at once.

    \b
    Example:
      harness api chatbots settings --chatbot-id ID
      harness api chatbots settings --chatbot-id ID --temperature 0 --model gpt-4o-mini
    """
    wanted = _wanted(settings_file, given)
    if wanted is None:
        bot = api.ask(lambda client: _find(client, chatbot_id))
        show_one(settings_of(bot), as_json=api.as_json)
        return
    changed = sorted(wanted.model_dump(exclude_none=True))
    agree(f"Change {', '.join(changed)} of {chatbot_id}? It acts at once.", yes=yes)
    api.ask(lambda client: client.update_chatbot_settings(chatbot_id, wanted))
    document = {"chatbot_id": chatbot_id, "changed": changed}
    say(f"Changed {', '.join(changed)} of {chatbot_id}.", document, as_json=api.as_json)


@command.command("delete")
@bot_option
@yes_option
@api_options
def delete(*, api: Api, chatbot_id: str, yes: bool) -> None:
    """Delete a bot with its text, conversations, leads and contacts, for ever.

    \b
    Example:
      harness api chatbots delete --chatbot-id ID
    """
    agree(f"Delete {chatbot_id} and all that belongs to it, for ever?", yes=yes)
    api.ask(lambda client: client.delete_chatbot(chatbot_id))
    say(f"Deleted {chatbot_id}.", {"deleted": chatbot_id}, as_json=api.as_json)


async def _find(client: ChatbotClient, chatbot_id: str) -> Chatbot:
    for bot in await client.get_chatbots():
        if bot.id == chatbot_id:
            return bot
    raise BotRefused(f"this key knows no chatbot '{chatbot_id}'", status=404)


def _wanted(path: Path | None, options: dict[str, Any]) -> ChatbotSettings | None:
    """Return what the options change; None if they change nothing."""
    instructions = options.pop("instructions_file")
    if instructions is not None:
        if options["instructions"] is not None:
            raise SettingsError("give --instructions or --instructions-file, not both")
        options["instructions"] = read_file(instructions)
    given = {name: value for name, value in options.items() if value is not None}
    if path is not None:
        given = _read_object(path) | given
    if not given:
        return None
    try:
        return ChatbotSettings.model_validate(given)
    except ValidationError as error:
        raise unsendable(error) from None


def _read_object(path: Path) -> dict[str, Any]:
    found = read_json(path)
    if not isinstance(found, dict):
        raise SettingsError(f"{path} holds no JSON object")
    return found
