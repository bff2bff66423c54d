"""Options that several verbs share, and the settings that they make."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.errors import SettingsError
from harness.model.suite import Case, Suite, usual_repeats
from harness.settings import Settings, load_settings
from harness.wire.dialect import Dialect

__all__ = [
    "asking_options",
    "changed_suite",
    "chatbot_option",
    "check_address",
    "dialect_option",
    "dry_run_option",
    "env_file_option",
    "output_option",
    "read_variables",
    "settings_from",
    "store_option",
    "strict_option",
    "typed_again",
    "var_option",
    "yes_option",
]

F = TypeVar("F", bound=Callable[..., Any])

store_option = click.option(
    "--store", metavar="URL", help="Where runs are kept [default: sqlite:///.harness/runs.db]."
)
env_file_option = click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with CHATBASE_API_KEY and CHATBASE_BASE_URL.",
)
dialect_option = click.option(
    "--dialect",
    type=click.Choice([dialect.value for dialect in Dialect]),
    help="What to write requests in [default: found from the server, else vendor].",
)
chatbot_option = click.option("--chatbot-id", required=True, metavar="ID", help="The bot to ask.")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show the plan and what it costs; send nothing."
)
yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask for confirmation (CI).")
output_option = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report here; the ending says the format: .html, .md, .junit.xml, .csv … "
    "(repeatable).",
)
strict_option = click.option(
    "--strict",
    is_flag=True,
    help="Pass only when a fall beyond the allowed drop is ruled out, not merely unseen.",
)

var_option = click.option(
    "--var",
    "variables",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give a variable of the suite this value (repeatable).",
)

_ASKING = (
    click.option(
        "--temperature",
        "-t",
        multiple=True,
        type=click.FloatRange(0, 1),
        help="Ask at this temperature instead of the suite's (repeatable).",
    ),
    click.option(
        "--repeats",
        type=click.IntRange(1, 1000),
        help="Ask each question so often at each temperature.",
    ),
    click.option("--model", help="Ask the bot to answer with this model."),
    click.option("--stream/--no-stream", default=None, help="Ask for streamed answers."),
    click.option(
        "--concurrency",
        "-j",
        type=click.IntRange(1, 1000),
        help="Conversations at once [default: 8].",
    ),
    click.option(
        "--requests-per-second",
        type=click.FloatRange(0, min_open=True),
        help="Pace of all requests together.",
    ),
    click.option(
        "--delay",
        "delay_seconds",
        type=click.FloatRange(0),
        metavar="SECONDS",
        help="At least so long between two requests.",
    ),
    click.option("--max-requests", type=click.IntRange(1), help="Send at most so many."),
    click.option(
        "--max-credits",
        type=click.FloatRange(0, min_open=True),
        help="Spend at most so many message credits.",
    ),
    click.option(
        "--max-minutes",
        type=click.FloatRange(0, min_open=True),
        help="Begin no question after so long.",
    ),
    dialect_option,
    click.option(
        "--redact",
        multiple=True,
        metavar="PATTERN",
        callback=lambda _ctx, _option, given: given or None,
        help="Blot out what this regular expression finds before anything is kept (repeatable).",
    ),
    click.option("--no-progress", is_flag=True, help="No progress bar, only lines."),
)


def asking_options(function: F) -> F:
    """Add the options of a verb that asks questions."""
    for option in reversed(_ASKING):
        function = option(function)
    return function


def read_variables(given: tuple[str, ...]) -> dict[str, str]:
    """Return the values of variables by name, or raise SettingsError for what is not name=value."""
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise SettingsError(f"--var {one}: write NAME=VALUE")
        found[name] = value
    return found


def settings_from(env_file: Path | None = None, **options: Any) -> Settings:
    """Return the settings for these options; None means not given."""
    return load_settings(options, env_file=env_file)


def changed_suite(
    suite: Suite,
    temperature: tuple[float, ...],
    repeats: int | None,
    model: str | None,
    *,
    stream: bool | None,
) -> Suite:
    """Return the suite as the options want it asked."""
    temperatures = temperature or suite.temperatures
    counts = _counts(temperatures, repeats, suite.repeats)
    return suite.model_copy(
        update={
            "temperatures": temperatures,
            "repeats": counts,
            "model": model or suite.model,
            "stream": suite.stream if stream is None else stream,
            "cases": tuple(
                _changed_case(case, temperature, repeats, stream=stream) for case in suite.cases
            ),
        }
    )


def _changed_case(
    case: Case, temperature: tuple[float, ...], repeats: int | None, *, stream: bool | None
) -> Case:
    """Return the case as the options want it asked: they count more than what it says itself."""
    if case.repeats is None and case.stream is None:
        return case
    own = case.repeats and _counts(temperature or tuple(case.repeats), repeats, case.repeats)
    streamed = case.stream if stream is None else None
    return case.model_copy(update={"repeats": own, "stream": streamed})


def _counts(
    temperatures: tuple[float, ...], repeats: int | None, known: Mapping[float, int]
) -> dict[float, int]:
    return {each: repeats or known.get(each, usual_repeats(each)) for each in temperatures}


def typed_again(
    *added: str, without: tuple[str, ...] = (), drop: Collection[str] = frozenset()
) -> str:
    """Return the command line as it was typed, less some of it, plus some.

    So that advice on how to go on works as it stands, with all options that were given.

    Args:
        added: what comes at the end.
        without: options that go, with their values.
        drop: whole words that go.
    """
    arguments = list(click.get_current_context().obj or ())
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in without:
            skip = True
        elif argument in drop:
            continue
        elif argument.partition("=")[0] not in without:
            kept.append(argument)
    return "harness " + " ".join(shlex.quote(each) for each in (*kept, *added))


def check_address(base_url: str) -> None:
    """Raise SettingsError for an address that cannot be, before it is shown to anyone."""
    from harness.client.address import read_address

    read_address(base_url)
