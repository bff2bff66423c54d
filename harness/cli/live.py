"""Comparing live from the command line: what `compare --live` and its like share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import SettingsError

from .console import say
from .live_progress import LiveProgress
from .outlooks import print_outlook
from .progress import attend
from .showing import show_comparison

if TYPE_CHECKING:
    from harness.client.client import ChatbotClient
    from harness.live.finding import Finding
    from harness.live.terms import Terms
    from harness.model.run import TrainingText
    from harness.model.suite import Gate, Suite
    from harness.runner.budget import Budget
    from harness.runner.conversation import ToldBot
    from harness.settings import Settings
    from harness.store.comparisons import KeptComparison
    from harness.store.store import Store

__all__ = [
    "Opened",
    "Sides",
    "ask_both",
    "kept_comparison",
    "print_terms",
    "show_finding",
    "two_bots",
]


@dataclass(frozen=True, slots=True)
class Sides:
    """The two bots to ask, and what is known of their texts."""

    old: ToldBot
    new: ToldBot
    trainings: tuple[TrainingText | None, TrainingText | None] = (None, None)
    identity: str = ""


Opened = Callable[["ChatbotClient", "Settings", "Budget"], AbstractAsyncContextManager[Sides]]
"""Gives the two sides, and takes from the budget what it asks; what it makes for that, it takes
away at the end."""


def print_terms(suite: Suite, terms: Terms, to: str) -> None:
    """Say what is going to be asked, before anything is sent."""
    from harness.live.prospects import prospect_of
    from harness.live.question import questions_of

    questions = questions_of(suite)
    least = 2 * sum(question.requests for question in questions)
    say(f"Plan: {suite.name}, asking {to}", err=True)
    say(
        f"  {len(questions)} questions (a case at a temperature), asked of both in turn: "
        f"{least} requests a round, at most {terms.method.rounds} rounds; what looks worse is "
        "asked again at once",
        err=True,
    )
    print_outlook(prospect_of(suite), terms)


def ask_both(
    path: Path | None,
    suite: Suite,
    settings: Settings,
    opened: Opened,
    terms: Terms,
    progress: LiveProgress,
    *,
    more: KeptComparison | None = None,
    can_go_on: bool = True,
) -> Finding:
    """Compare two bots live, and keep everything in the store of the settings.

    Args:
        path: the suite's file, for the record.
        suite: what to ask.
        settings: how to reach the bots, and where to keep the answers.
        opened: gives the two bots.
        terms: of the comparison.
        progress: who looks on.
        more: a kept comparison to go on with.
        can_go_on: whether both bots will still be there after an interruption.
    """
    from harness.provenance import provenance
    from harness.store.store import Store

    budget = settings.budget()
    with Store(settings.store, settings.redaction()) as store:

        async def job() -> Finding:
            from harness.bots import open_client
            from harness.live.comparing import LiveJob, compare_live

            async with (
                open_client(settings, budget, store, progress.stage) as client,
                opened(client, settings, budget) as sides,
            ):
                return await compare_live(
                    LiveJob(
                        suite,
                        sides.old,
                        sides.new,
                        store,
                        progress,
                        terms,
                        concurrency=settings.concurrency,
                        budget=budget,
                        provenance=provenance(path),
                        trainings=sides.trainings,
                        identity=sides.identity,
                        more=more,
                        usual=settings.gate,
                    )
                )

        return attend(job(), lambda: _advice(progress) if can_go_on else [])


def two_bots(
    ids: tuple[str, str], trainings: tuple[TrainingText | None, TrainingText | None] = (None, None)
) -> Opened:
    """Return what opens two bots by their ids, and waits while one is in training."""

    @asynccontextmanager
    async def opened(client: ChatbotClient, settings: Settings, _: Budget) -> AsyncIterator[Sides]:
        from harness.client.bot import ApiBot
        from harness.retraining.waiting import Patience, wait_until_ready

        old, new = (ApiBot(client, each) for each in ids)
        for bot in (old, new):
            await wait_until_ready(bot, Patience(settings.retrain_deadline_seconds))
        yield Sides(old, new, trainings)

    return opened


def _advice(progress: LiveProgress) -> list[str]:
    """Say how to go on after an interruption or an error."""
    if progress.begun is None:
        return []
    return [
        "What was answered is kept. Go on with:",
        f"  harness compare --more {progress.begun[1].id}",
    ]


def kept_comparison(store: Store, ref: str) -> KeptComparison:
    """Return the live comparison that is meant: by its id, or by one of its runs.

    Raises:
        SettingsError: there is none that could be gone on with.
    """
    found = store.comparisons.between()
    live = [one for one in found if one.evidence.get("live")]
    if ref == "latest" and live:
        return _askable(live[0])
    for one in live:
        if ref in {one.id, one.before_id, one.after_id}:
            return _askable(one)
    hint = f"; the latest is {live[0].id}" if live else ": none was made yet"
    raise SettingsError(f"there is no live comparison '{ref}'{hint}")


def _askable(kept: KeptComparison) -> KeptComparison:
    if kept.evidence.get("over"):
        raise SettingsError(
            f"the old version of comparison {kept.id} is gone: go on with harness retrain … "
            f"--before {kept.before_id} --after {kept.after_id}"
        )
    return kept


def show_finding(
    finding: Finding, reports: Sequence[Path], usual: Gate | None, *, strict: bool = True
) -> int:
    """Print the verdict and its price, write the reports, and return the exit code.

    Args:
        finding: what was found.
        reports: the files to write.
        usual: release rules for what the suite's gate leaves open.
        strict: ship only where a fall of the margin is ruled out.
    """
    from harness.live.verdict import conclude

    comparison, verdict = conclude(finding, usual=usual, strict=strict)
    code = show_comparison(comparison, verdict, reports)
    say(_price(finding))
    return code


def _price(finding: Finding) -> str:
    sent = f"{finding.requests} requests"
    if finding.asked != finding.requests:
        sent += f", {finding.asked} of them now"
    again = ""
    if finding.restarts:
        times = "time" if finding.restarts == 1 else "times"
        again = f"; the same versions were compared anew {finding.restarts} {times} before"
    return f"{sent}{again}; comparison {finding.id}, runs {finding.before.id} {finding.after.id}"
