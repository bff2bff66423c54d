"""harness api: every operation of the API, by resource."""

from __future__ import annotations

from importlib import import_module

import click

from harness.errors import did_you_mean

__all__ = ["command"]

RESOURCES = {
    "chatbots": "Create, list, retrain, set and delete bots.",
    "chat": "Ask a bot one question.",
    "conversations": "Look up what was said.",
    "leads": "Look up who left an address.",
    "contacts": "Create, look up, change and delete contacts.",
    "attributes": "Create, list and change what contacts are described by.",
}
"""One module a resource, imported when it is called."""


class _Resources(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(RESOURCES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in RESOURCES:
            return None
        found: click.Command = import_module(f"harness.cli.api_{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in RESOURCES:
            hint = did_you_mean(args[0], RESOURCES)
            ctx.fail(f"the API has no resource '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(RESOURCES.items()))


@click.group("api", cls=_Resources)
def command() -> None:
    """Call any operation of the API: look something up, set a bot up.

    The key and the address come from CHATBASE_API_KEY and CHATBASE_BASE_URL, or from --env-file.

    \b
    Example:
      harness api chatbots list
      harness api chat --chatbot-id ID "When do you open?"
      harness api leads list --chatbot-id ID --all --csv > leads.csv
    """
