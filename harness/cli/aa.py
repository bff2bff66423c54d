"""harness aa: a bot against itself in two sessions; can the gate be trusted?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console import say
from .exits import UNKNOWN
from .options import (
    asking_options,
    changed_suite,
    chatbot_option,
    check_address,
    env_file_option,
    output_option,
    settings_from,
    store_option,
    typed_again,
)
from .planning import print_plan
from .progress import Progress, attend
from .selecting import selecting_options, take_chosen
from .showing import check_outputs, show_comparison
from .table import print_table

if TYPE_CHECKING:
    from harness.live.noise import SettingNoise
    from harness.model.run import Run
    from harness.model.suite import Suite
    from harness.runner.budget import Budget
    from harness.settings import Settings

__all__ = ["command"]

REPEATS = 3
WAVERING = 5
"""So many questions that waver most are named at each setting."""


@click.command("aa")
@click.argument("suite", type=click.Path(path_type=Path))
@chatbot_option
@click.option(
    "--pause",
    type=click.FloatRange(0, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Between the two sessions: caches and servers may change meanwhile.",
)
@output_option
@selecting_options
@asking_options
@store_option
@env_file_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    suite: Path,
    chatbot_id: str,
    pause: float,
    outputs: tuple[Path, ...],
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask one bot SUITE in two sessions, compare them, and measure its noise.

    The bot is the same, so the gate must not block: if it does (exit code 1), it cannot be trusted
    on this bot, and what it says of two versions proves nothing. Where the gate cannot decide, that
    is said (exit code 3). Asks each question three times a session, or --repeats times.

    \b
    Example:
      harness aa suites/shop.suite.yaml --chatbot-id ID
    """
    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    asked["repeats"] = asked["repeats"] or REPEATS
    progress = Progress(bar=not options.pop("no_progress"))
    chosen = take_chosen(options)
    settings = settings_from(env_file, **options)
    loaded = changed_suite(chosen.load(suite, settings.store), **asked)
    check_outputs(outputs)
    settings.key()
    check_address(settings.base_url)
    print_plan(loaded, runs=2, to=f"{chatbot_id} at {settings.base_url}")
    budget = settings.budget()
    first = _session(suite, loaded, settings, chatbot_id, "session 1", progress, budget)
    if pause:
        say(f"Waiting {pause:g} s before the second session", err=True)
        time.sleep(pause)
    second = _session(suite, loaded, settings, chatbot_id, "session 2", progress, budget)
    ctx.exit(_show(settings, first, second, outputs))


def _session(
    path: Path,
    suite: Suite,
    settings: Settings,
    chatbot_id: str,
    label: str,
    progress: Progress,
    budget: Budget,
) -> Run:
    """Ask once more, over a connection of its own."""
    from harness.store.store import Store

    with Store(settings.store) as store:

        async def ask() -> Run:
            from harness.bots import open_bot
            from harness.evaluation import evaluate
            from harness.provenance import provenance
            from harness.retraining.waiting import Patience, wait_until_ready

            async with open_bot(settings, chatbot_id, None, store, progress.stage) as bot:
                await wait_until_ready(bot, Patience(settings.retrain_deadline_seconds))
                kept = await evaluate(
                    suite,
                    bot,
                    store,
                    label=label,
                    concurrency=settings.concurrency,
                    provenance=provenance(path),
                    watcher=progress,
                    budget=budget,
                )
                return await asyncio.to_thread(store.load_run, kept.id)

        return attend(ask(), lambda: ["Begin anew with:", "  " + typed_again()])


def _show(settings: Settings, first: Run, second: Run, outputs: Sequence[Path]) -> int:
    """Print the noise and the verdict on the gate; return the exit code."""
    from harness.comparing import compare_runs
    from harness.live.noise import noise_of
    from harness.model.comparison import Decision
    from harness.store.store import Store

    with Store(settings.store) as store:
        comparison, verdict = compare_runs(store, first.id, second.id, usual=settings.gate)
    noise = noise_of(first, second)
    if outputs or verdict.decision is not Decision.SHIP:
        show_comparison(comparison, verdict, outputs)
    _print_noise(noise)
    for sentence in _warnings(noise):
        say(sentence)
    if not any(trial.answer for run in (first, second) for trial in run.trials):
        say("No answer came: nothing can be said.")
        return UNKNOWN
    if verdict.decision is Decision.DO_NOT_SHIP:
        say("Do not trust the gate on this bot: it blocks the bot against itself.")
        return 1
    if verdict.decision is Decision.INCONCLUSIVE:
        say(
            "Whether the gate can be trusted on this bot is not known: it does not block the bot "
            "against itself, but it cannot decide either. Ask more repeats."
        )
        return UNKNOWN
    answers = sum(len(run.trials) for run in (first, second))
    say(
        f"In {answers:,} answers the gate does not block this bot against itself: it can be "
        "trusted, as far as one comparison shows."
    )
    return 0


def _print_noise(noise: Sequence[SettingNoise]) -> None:
    heads = (
        "setting",
        "same words",
        "in the other session",
        "same outcome",
        "in the other session",
    )
    print_table(
        heads,
        [
            (
                str(each.setting),
                _percent(each.identical_within),
                _percent(each.identical_between),
                _percent(each.agree_within),
                _percent(each.agree_between),
            )
            for each in noise
        ],
    )
    for each in noise:
        wavering = [case for case in each.cases if case.agreement < 1]
        if wavering:
            named = ", ".join(
                f"{case.case_id} {case.passed[0]}/{case.answers[0]} then "
                f"{case.passed[1]}/{case.answers[1]}"
                for case in wavering[:WAVERING]
            )
            more = f" and {len(wavering) - WAVERING} more" if len(wavering) > WAVERING else ""
            say(f"At {each.setting} {len(wavering)} of {len(each.cases)} waver: {named}{more}")


def _warnings(noise: Sequence[SettingNoise]) -> list[str]:
    found = []
    for each in noise:
        if each.replays:
            found.append(
                f"At {each.setting} every repeat is the same word for word: the answers may come "
                "from a cache, and then repeats prove nothing."
            )
        if each.drifts:
            found.append(
                f"At {each.setting} the bot repeats itself within a session and answers otherwise "
                "in the next: what changes between sessions would be taken for a change of the bot."
            )
    return found


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"
