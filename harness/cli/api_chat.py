"""harness api chat: ask a bot one question."""

from __future__ import annotations

import sys
from contextlib import aclosing
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from harness.client.client import ChatbotClient
from harness.errors import SettingsError
from harness.report.clean import clean_lines, open_end
from harness.wire.chat import ChatMessage, ChatRequest

from .api_calling import Api, api_options, bot_option
from .api_file import read_json
from .api_showing import print_json

__all__ = ["CleanStream", "command"]

MESSAGES = TypeAdapter(list[ChatMessage])


@click.command("chat")
@bot_option
@click.argument("question")
@click.option("--stream", is_flag=True, help="Print the answer while it comes.")
@click.option("--temperature", type=click.FloatRange(0, 1), help="How freely it answers.")
@click.option("--model", help="The model that answers.")
@click.option(
    "--conversation-id",
    help="Keep it in the service's log under this id [default: it is not kept].",
)
@click.option("--contact-id", help="Who asks: the external id of a contact.")
@click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was said before: a JSON list of {role, content}.",
)
@api_options
def command(*, api: Api, stream: bool, history: Path | None, **given: Any) -> None:
    """Ask a bot QUESTION ("-" reads it from the input) and print the answer.

    \b
    Example:
      harness api chat --chatbot-id ID "When do you open?" --stream
    """
    request = _request(_said_before(history), stream=stream, **given)
    if stream and not api.as_json:
        api.ask(lambda client: _print_stream(client, request))
        return
    answer = api.ask(lambda client: client.chat(request))
    if not api.as_json:
        click.echo("\n".join(clean_lines(answer.text, unicode=_speaks_unicode())))
        return
    print_json(
        {
            "text": answer.text,
            "seconds": answer.seconds,
            "first_chunk_seconds": answer.first_chunk_seconds,
            "attempts": answer.attempts,
            **dict(answer.extra),
        }
    )


def _request(
    before: list[ChatMessage],
    *,
    chatbot_id: str,
    question: str,
    conversation_id: str | None,
    contact_id: str | None,
    **given: Any,
) -> ChatRequest:
    text = sys.stdin.read().strip() if question == "-" else question
    try:
        return ChatRequest(
            chatbotId=chatbot_id,
            messages=(*before, ChatMessage(role="user", content=text)),
            conversationId=conversation_id,
            contactId=contact_id,
            **given,
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(f"the question cannot be sent: {first['msg']}") from None


def _said_before(path: Path | None) -> list[ChatMessage]:
    if path is None:
        return []
    found = read_json(path)
    try:
        return MESSAGES.validate_python(found)
    except ValueError:
        raise SettingsError(
            f'{path} is no JSON list of {{"role": "user" or "assistant", "content": "…"}}'
        ) from None


async def _print_stream(client: ChatbotClient, request: ChatRequest) -> None:
    shown = CleanStream(unicode=_speaks_unicode())
    async with aclosing(client.stream_chat(request)) as pieces:
        try:
            async for piece in pieces:
                click.echo(shown.feed(piece), nl=False)
        finally:
            click.echo(shown.finish())


class CleanStream:
    """Makes the pieces of a text showable as `clean_lines` makes the whole."""

    def __init__(self, *, unicode: bool = True) -> None:
        self._unicode = unicode
        self._held = ""

    def feed(self, piece: str) -> str:
        """Return what may be shown now; what the next piece may change is held back."""
        text = self._held + piece
        cut = open_end(text)
        self._held = text[cut:]
        return self._shown(text[:cut])

    def finish(self) -> str:
        """Return what was held back."""
        return self._shown(self._held)

    def _shown(self, text: str) -> str:
        return "\n".join(clean_lines(text, unicode=self._unicode))


def _speaks_unicode() -> bool:
    return "utf" in (sys.stdout.encoding or "ascii").lower()
