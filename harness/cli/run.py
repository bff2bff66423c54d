"""harness run: ask a bot the questions of a suite and keep the answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .code_option import code_option
from .console import say
from .engine import Opened, engine_options, take_engine
from .exits import UNKNOWN
from .options import (
    asking_options,
    changed_suite,
    chatbot_option,
    check_address,
    dry_run_option,
    env_file_option,
    settings_from,
    store_option,
    typed_again,
)
from .planning import end_dry_run, print_plan
from .progress import Progress, attend
from .selecting import selecting_options, take_chosen

if TYPE_CHECKING:
    from harness.model.run import Run
    from harness.model.suite import Suite
    from harness.resuming import Resumption
    from harness.runner.budget import Budget
    from harness.settings import Settings

__all__ = ["command"]


@click.command("run")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
@chatbot_option
@click.option("--label", default="", help="A name for the run, such as 'before'.")
@click.option(
    "--resume",
    metavar="RUN",
    help="Go on with a run: ask what it lacks, and what the suite has changed since.",
)
@click.option(
    "--retry-errors",
    is_flag=True,
    help="When all was asked, ask those that got no answer once more.",
)
@click.option(
    "--shard",
    default="",
    metavar="N/M",
    help="Ask only this part of the plan, as 2/5; 'harness merge' puts the parts together.",
)
@engine_options
@selecting_options
@asking_options
@dry_run_option
@store_option
@env_file_option
@code_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    suites: tuple[Path, ...],
    chatbot_id: str,
    label: str,
    resume: str | None,
    shard: str,
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask the bot all questions of SUITES; print the id of each run.

    Answers that fail their expectations do not change the exit code: a run is something to
    compare, and `harness compare` decides. Missing answers do: more of them than the suite's gate
    allows is exit code 3.

    \b
    Example:
      harness run suites/shop.suite.yaml --chatbot-id ID --label before
    """
    from harness.bots import warm_up
    from harness.runner.plan import read_shard

    if resume is not None and len(suites) > 1:
        raise SettingsError("--resume goes on with one run: give one suite")
    read_shard(shard)
    warm_up()
    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    bar, dry_run = not options.pop("no_progress"), options.pop("dry_run")
    retry_errors = options.pop("retry_errors")
    engine, chosen = take_engine(options), take_chosen(options)
    settings = settings_from(env_file, **options)
    loaded = [
        (path, changed_suite(suite, **asked))
        for path, suite in chosen.load_all(suites, settings.store)
    ]
    if not dry_run:
        settings.key()
    check_address(settings.base_url)
    code = 0
    budget = settings.budget()
    opened = partial(engine, settings, chatbot_id, budget)
    to = f"{chatbot_id} at {settings.base_url}"
    for path, suite in loaded:
        found = _look(settings, resume, suite, shard) if resume is not None else None
        part, done = (found.kept.shard, found.done) if found else (shard, None)
        print_plan(suite, runs=1, shard=part, to=to, budget=budget, done=done)
        if dry_run:
            if found and found.is_edited:
                say(found.sentence, err=True)
            continue
        others = {str(each) for each in suites if each != path}
        progress = Progress(bar=bar)

        def advice(progress: Progress = progress, others: set[str] = others) -> list[str]:
            return _advice(progress, others)

        ask = partial(_run_one, path, suite, settings, opened, label)
        answered = ask(found, shard, progress, advice, budget)  # what the plan was shown of
        run = progress.begun[-1]
        if retry_errors and answered < run.planned:
            say(f"Asking the {run.planned - answered} without an answer once more", err=True)
            answered = ask(run.id, shard, progress, advice, budget)
        say(run.id)
        code = max(code, _judge_answers(run, answered, settings, progress.first_error, others))
    if dry_run:
        end_dry_run()
    ctx.exit(code)


def _look(settings: Settings, ref: str, suite: Suite, shard: str) -> Resumption:
    from harness.resuming import look
    from harness.store.store import Store

    with Store(settings.store, settings.redaction()) as store:
        return look(store, ref, suite, shard)


def _run_one(  # noqa: PLR0913, PLR0917 (what to ask, whom, and how to show it)
    path: Path,
    suite: Suite,
    settings: Settings,
    opened: Opened,
    label: str,
    resume: str | Resumption | None,
    shard: str,
    progress: Progress,
    advice: Callable[[], list[str]],
    budget: Budget,
) -> int:
    """Ask one suite; return how many of its questions have an answer."""
    from harness.store.store import Store

    with Store(settings.store, settings.redaction()) as store:

        async def ask() -> str:
            from harness.evaluation import ask_suite
            from harness.provenance import provenance
            from harness.retraining.waiting import Patience, wait_until_ready

            async with opened(store, progress.stage) as bot:
                await wait_until_ready(bot, Patience(settings.retrain_deadline_seconds))
                return await ask_suite(
                    suite,
                    bot,
                    store,
                    label=label,
                    concurrency=settings.concurrency,
                    provenance=provenance(path),
                    watcher=progress,
                    resume=resume,
                    budget=budget,
                    shard=shard,
                )

        return store.answered(attend(ask(), advice))


def _advice(progress: Progress, others: set[str]) -> list[str]:
    run = progress.unfinished
    if run is None:
        return []
    return [f"What was answered is kept in run {run.id}. Go on with:", _again(run.id, others)]


def _again(run_id: str, others: set[str]) -> str:
    return "  " + typed_again("--resume", run_id, without=("--resume",), drop=others)


def _judge_answers(
    run: Run, answered: int, settings: Settings, error: str, others: set[str]
) -> int:
    """Return 3 where more answers are missing than the gate allows, and say so."""
    missing = run.planned - answered
    if missing <= run.suite.gate.over(settings.gate).max_errors * run.planned:
        return 0
    say(f"{missing} of {run.planned} answers are missing; the first: {error}", err=True)
    say("Ask for them again with:", err=True)
    say(_again(run.id, others), err=True)
    return UNKNOWN
