"""The command `harness`: finds its verbs by name, and turns errors into exit codes."""

from __future__ import annotations

import gc
import sys
import traceback
from importlib import import_module

import click

from harness import __version__
from harness.errors import (
    HarnessError,
    RunFileError,
    SettingsError,
    SuiteError,
    UnknownPlugin,
    UnknownRun,
)

from .console import prepare, say
from .exits import INTERRUPTED, UNKNOWN, USAGE

__all__ = ["cli", "main"]

GARBAGE_THRESHOLD = 20_000
"""A suite and its answers are many small objects that reference counting frees by itself; looking
through them all again and again takes a tenth of the time."""
VERBS = {
    "demo": "See the whole job on a made-up shop, without a key.",
    "init": "Write a first suite.",
    "schema": "Print the JSON Schema of suites, for editors.",
    "import": "Take over suites and results of other tools.",
    "check": "Validate suites; ask nothing.",
    "run": "Ask a bot the questions of a suite.",
    "retrain": "Ask, retrain, wait until it took, ask again, decide.",
    "score": "Score given answers by a suite, without a bot.",
    "rescore": "Score a kept run again by today's suite, at no request.",
    "tune": "Choose pass mark and weights by what people say of answers.",
    "compare": "Decide what changed between two runs.",
    "aa": "Compare a bot with itself: can the gate be trusted on it?",
    "plan": "Say what a comparison by a suite costs and can find; ask nothing.",
    "report": "Write the report of a run or of a comparison.",
    "runs": "List the kept runs.",
    "merge": "Put the shards of a run together.",
    "export": "Write a kept run to a file.",
    "baseline": "Name the runs that others are compared with.",
    "store": "Look after the kept runs: size, old runs, copies.",
    "view": "Show the kept runs as a site on this machine.",
    "show": "Show a run, or one question of it.",
    "comment": "Tell a pull request what a comparison found.",
    "review": "Walk through the changed answers; accept or reject each.",
    "accept": "Expect an answer of a run from now on.",
    "emulate": "Serve the chatbot API locally, with a bot that learns from its text.",
    "api": "Call any operation of the API: look something up, set a bot up.",
}
"""One module a verb, imported when it is called: help must answer at once."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"harness.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from harness.errors import did_you_mean

        if args and not args[0].startswith("-") and args[0] not in VERBS:
            ctx.fail(f"there is no command '{args[0]}'{did_you_mean(args[0], VERBS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table alone: listing the verbs must not import them.
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harness")
def cli() -> None:
    """Ask a chatbot before and after a retrain, and say honestly what got worse.

    \b
    Example:
      harness demo
      harness retrain suites/shop.suite.yaml --chatbot-id ID --source new.md

    Exit codes: 0 passed, 1 a regression, 2 wrong usage or suite, 3 cannot be judged,
    130 interrupted.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    prepare()
    _spare_imports()
    sys.exit(_run(sys.argv[1:]))


def _spare_imports() -> None:
    """Keep httpx from importing its own command line, with rich and pygments: a tenth of a second.

    It does without where that cannot be imported (`httpx/__init__.py`).
    """
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


def _run(arguments: list[str]) -> int:
    try:
        result = cli.main(arguments, prog_name="harness", standalone_mode=False, obj=arguments)
    except click.ClickException as error:
        error.show()
        return USAGE
    except HarnessError as error:
        return _complain(error)
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted.", err=True)
        return INTERRUPTED
    except Exception:  # noqa: BLE001 (a bug must not leave with 1: that means worse)
        return _confess()
    return result if isinstance(result, int) else 0


def _complain(error: HarnessError) -> int:
    for line in (*str(error).splitlines(), *getattr(error, "__notes__", ())):
        say(line, err=True)
    wrong_usage = isinstance(
        error, SuiteError | SettingsError | UnknownPlugin | UnknownRun | RunFileError
    )
    return USAGE if wrong_usage else UNKNOWN


def _confess() -> int:
    traceback.print_exc()
    say("This is a bug in harness; what was answered is kept.", err=True)
    return UNKNOWN
