"""harness run: ask a bot the questions of a suite and keep the answers."""

from __future__ import annotations

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
)
from .planning import print_plan
from .progress import Progress, attend

if TYPE_CHECKING:
    from harness.model.run import Run
    from harness.model.suite import Suite
    from harness.settings import Settings

__all__ = ["command"]


@click.command("run")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
@chatbot_option
@click.option("--label", default="", help="A name for the run, such as 'before'.")
@click.option("--resume", metavar="RUN", help="Go on with a run that was cut off.")
@asking_options
@store_option
@env_file_option
def command(
    suites: tuple[Path, ...],
    chatbot_id: str,
    label: str,
    resume: str | None,
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask the bot all questions of SUITES; print the id of each run.

    Answers that fail their expectations do not change the exit code: a run is something to
    compare, and `harness compare` decides.

    \b
    Example:
      harness run suites/shop.suite.yaml --chatbot-id ID --label before
    """
    from harness.loader import load_suite

    if resume and len(suites) > 1:
        raise SettingsError("--resume goes on with one run: give one suite")
    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    bar = not options.pop("no_progress")
    settings = settings_from(env_file, **options)
    loaded = [(path, changed_suite(load_suite(path), **asked)) for path in suites]
    settings.key()
    for path, suite in loaded:
        print_plan(suite, runs=1, to=f"{chatbot_id} at {settings.base_url}")
        _run_one(path, suite, settings, chatbot_id, label, resume, Progress(bar=bar))


def _run_one(
    path: Path,
    suite: Suite,
    settings: Settings,
    chatbot_id: str,
    label: str,
    resume: str | None,
    progress: Progress,
) -> None:
    from harness.store.store import Store

    with Store(settings.store) as store:

        async def ask() -> Run:
            from harness.bots import open_bot
            from harness.evaluation import evaluate
            from harness.provenance import provenance
            from harness.retraining.waiting import Patience, wait_until_ready

            async with open_bot(settings, chatbot_id) as bot:
                await wait_until_ready(bot, Patience(settings.retrain_deadline_seconds))
                return await evaluate(
                    suite,
                    bot,
                    store,
                    label=label,
                    concurrency=settings.concurrency,
                    provenance=provenance(path),
                    watcher=progress,
                    resume=resume,
                )

        run = attend(ask(), lambda: _advice(path, chatbot_id, progress))
    click.echo(run.id)


def _advice(path: Path, chatbot_id: str, progress: Progress) -> list[str]:
    if progress.unfinished is None:
        return []
    run = progress.unfinished.id
    return [
        f"What was answered is kept in run {run}. Go on with:",
        f"  {run_command(path, chatbot_id)} --resume {run}",
    ]
