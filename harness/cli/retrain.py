"""harness retrain: the main job against a real bot."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .options import (
    asking_options,
    changed_suite,
    chatbot_option,
    env_file_option,
    run_command,
    settings_from,
    store_option,
    strict_option,
    yes_option,
)
from .planning import agree, print_plan
from .progress import Progress, attend

if TYPE_CHECKING:
    from harness.model.comparison import Comparison, Verdict
    from harness.model.suite import Suite
    from harness.retraining.job import Training
    from harness.settings import Settings

__all__ = ["command", "compare_around_retrain", "read_text"]

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("retrain")
@click.argument("suite", type=click.Path(path_type=Path))
@chatbot_option
@click.option("--source", required=True, type=FILE, help="The text to train the bot on.")
@click.option(
    "--previous-source",
    type=FILE,
    help="The text that the bot knows now: from the difference come the canary questions.",
)
@click.option(
    "--before", metavar="RUN", help="Use (and complete) this kept run instead of asking before."
)
@click.option("-o", "--output", type=FILE, help="The report [default: reports/RUN/report.html].")
@click.option(
    "--retrain-deadline-seconds",
    type=click.FloatRange(0, min_open=True),
    help="How long to wait until the retrain took [default: 900].",
)
@asking_options
@strict_option
@yes_option
@store_option
@env_file_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    suite: Path,
    chatbot_id: str,
    source: Path,
    previous_source: Path | None,
    output: Path | None,
    *,
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask SUITE, replace the bot's text by --source, wait until it took, ask again, decide.

    \b
    Example:
      harness retrain suites/shop.suite.yaml --chatbot-id ID --source new.md
    """
    from harness.loader import load_suite
    from harness.retraining.job import Training

    yes, strict, before = (options.pop(name) for name in ("yes", "strict", "before"))
    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    progress = Progress(bar=not options.pop("no_progress"))
    settings = settings_from(env_file, **options)
    loaded = changed_suite(load_suite(suite), **asked)
    training = Training(
        read_text(source),
        str(source),
        read_text(previous_source) if previous_source else None,
        str(previous_source or ""),
    )
    settings.key()
    print_plan(loaded, runs=2, to=f"{chatbot_id} at {settings.base_url}")
    agree(f"Retrain {chatbot_id} on {source.name} ({len(training.text):,} characters)?", yes=yes)
    comparison, verdict = compare_around_retrain(
        suite, loaded, settings, chatbot_id, training, progress, before=before, strict=strict
    )
    from .showing import show_comparison

    report = output or Path("reports") / comparison.after.id / "report.html"
    ctx.exit(show_comparison(comparison, verdict, report))


def compare_around_retrain(
    path: Path,
    suite: Suite,
    settings: Settings,
    chatbot_id: str,
    training: Training,
    progress: Progress,
    *,
    before: str | None = None,
    strict: bool = False,
) -> tuple[Comparison, Verdict]:
    """Do the main job and judge it; what is asked is kept in the store of the settings."""
    from harness.evaluation import compare_runs
    from harness.provenance import provenance
    from harness.store.store import Store

    with Store(settings.store) as store:

        async def job() -> tuple[Comparison, Verdict]:
            from harness.bots import open_bot
            from harness.retraining.job import Job, retrain
            from harness.retraining.waiting import Patience

            async with open_bot(settings, chatbot_id) as bot:
                runs = await retrain(
                    Job(
                        suite,
                        bot,
                        store,
                        training,
                        progress,
                        concurrency=settings.concurrency,
                        patience=Patience(settings.retrain_deadline_seconds),
                        provenance=provenance(path),
                        before=before,
                    )
                )
            return compare_runs(store, runs[0].id, runs[1].id, strict=strict)

        return attend(job(), lambda: _advice(path, chatbot_id, training.name, progress))


def _advice(path: Path, chatbot_id: str, source: str, progress: Progress) -> list[str]:
    """Say how to go on, by how far the job came."""
    if not progress.begun:
        return []
    before = progress.begun[0].id
    again = (
        f"  harness retrain {shlex.quote(str(path))} --chatbot-id {shlex.quote(chatbot_id)} "
        f"--source {shlex.quote(source)} --before {before}"
    )
    ask = f"  {run_command(path, chatbot_id)}"
    compare = f"  harness compare {before}"
    if progress.unfinished is None:
        return [
            f"The answers before are kept in run {before}.",
            "If the bot has not been retrained, go on with:",
            again,
            "If it has, wait until it knows its new text, then:",
            f"{ask} --label after",
            f"{compare} after",
        ]
    if progress.unfinished.id == before:
        return [
            f"The bot was not retrained. What was answered is kept in run {before}. Go on with:",
            again,
        ]
    after = progress.unfinished.id
    return [
        f"The bot was retrained. What was answered is kept in {before} and {after}. Go on with:",
        f"{ask} --resume {after}",
        f"{compare} {after}",
    ]


def read_text(path: Path) -> str:
    """Return a training text, or raise SettingsError that names the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start})") from None
    if not text.strip():
        raise SettingsError(f"{path} is empty: a bot trained on it would know nothing")
    return text
