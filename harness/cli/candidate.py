"""harness retrain --candidate: a second bot on the new text, asked in turn with the old one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .console import say
from .live import Opened, Sides, ask_both, print_terms, show_finding
from .live_progress import LiveProgress
from .planning import agree
from .retrain_order import Order

if TYPE_CHECKING:
    from harness.client.client import ChatbotClient
    from harness.live.terms import Terms
    from harness.model.suite import Suite
    from harness.retraining.job import Training
    from harness.runner.budget import Budget
    from harness.settings import Settings

__all__ = ["try_candidate"]


def try_candidate(order: Order, terms: Terms, *, keep: bool) -> int:
    """Make a candidate, compare it with the bot, delete it; return the exit code."""
    progress = LiveProgress(bar=order.bar)
    bot, training = order.chatbot_id, order.training
    print_terms(order.suite, terms, f"{bot} and its candidate at {order.settings.base_url}")
    say(f"  {bot} itself stays as it is", err=True)
    order.end_if_dry()
    fate = "keep it" if keep else "delete it at the end"
    agree(f"Make a candidate of {bot} on {training.name}, ask both, and {fate}?", yes=order.yes)
    opened = _with_candidate(order.suite, bot, training, progress, keep=keep)
    finding = ask_both(
        order.path, order.suite, order.settings, opened, terms, progress, can_go_on=keep
    )
    usual = Path("reports") / finding.after.id / "report.html"
    code = show_finding(finding, order.reports or (usual,), order.settings.gate)
    if code == 0:
        say(f"To ship it: harness api chatbots update-data --chatbot-id {bot} --source …")
    return code


def _with_candidate(
    suite: Suite, chatbot_id: str, training: Training, progress: LiveProgress, *, keep: bool
) -> Opened:
    @asynccontextmanager
    async def opened(
        client: ChatbotClient, settings: Settings, budget: Budget
    ) -> AsyncIterator[Sides]:
        from harness.client.bot import ApiBot
        from harness.provenance import text_provenance
        from harness.retraining.candidate import candidate
        from harness.retraining.job import probes_for
        from harness.retraining.waiting import (
            Patience,
            usable_probes,
            wait_until_learned,
            wait_until_ready,
        )
        from harness.runner.paying import PayingBot

        old, patience = ApiBot(client, chatbot_id), Patience(settings.retrain_deadline_seconds)
        model = (await wait_until_ready(old, patience)).model or ""
        probes = await usable_probes(PayingBot(old, budget, model), probes_for(suite, training))
        async with candidate(client, chatbot_id, training.text, progress, keep=keep) as made:
            new = ApiBot(client, made)
            asked = PayingBot(new, budget, model)
            progress.stage("Waiting until the candidate has learned its text")
            progress.stage(f"  {await wait_until_learned(asked, probes, patience)}")
            digest = text_provenance(training.text, "")["training text"]
            identity = f"candidate of {chatbot_id}\n{digest}"
            yield Sides(old, new, (training.previous, training.new), identity)

    return opened
