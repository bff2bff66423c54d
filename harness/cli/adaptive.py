"""harness retrain in place, with as few answers as its proof needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .console import say
from .live import show_finding
from .live_progress import LiveProgress
from .outlooks import print_outlook
from .planning import print_plan
from .progress import Progress, attend
from .retrain_order import Kept, Order, retrain_advice

if TYPE_CHECKING:
    from harness.live.finding import Finding
    from harness.live.terms import Terms
    from harness.model.suite import Suite
    from harness.store.store import Store

__all__ = ["retrain_in_place"]


def retrain_in_place(order: Order, terms: Terms, kept: Kept, *, strict: bool) -> int:
    """Ask the baseline, retrain, ask what the evidence needs; return the exit code."""
    from harness.retraining.baseline import FEW, LARGE, MANY, with_baseline
    from harness.store.store import Store

    with Store(order.settings.store) as store:
        suite = _as_kept(store, order.suite, kept) or with_baseline(order.suite)
        most = max((n for temperature, n in suite.repeats.items() if temperature), default=FEW)
        terms = replace(terms, method=replace(terms.method, rounds=most, patience=2))
        print_plan(
            suite,
            runs=1,
            to=f"{order.chatbot_id} at {order.settings.base_url}",
            probes=bool(order.training.previous_text or suite.canaries),
            budget=order.settings.budget(),
        )
        _say_what_it_can(
            suite, terms, most, enough=most >= (MANY if len(suite.cases) > LARGE else FEW)
        )
        order.end_if_dry()
        if not kept.retrained:
            order.agree()
        finding = _retrain(replace(order, suite=suite), terms, kept, store)
    usual = Path("reports") / finding.after.id / "report.html"
    return show_finding(finding, order.reports or (usual,), order.settings.gate, strict=strict)


def _as_kept(store: Store, suite: Suite, kept: Kept) -> Suite | None:
    """Return the suite as the kept run before was asked, if there is one."""
    if kept.before is None:
        return None
    before = store.load_run(kept.before).suite
    same = {"temperatures": before.temperatures, "repeats": before.repeats}
    return suite.model_copy(update=same)


def _say_what_it_can(suite: Suite, terms: Terms, on_file: int, *, enough: bool) -> None:
    """Say up front what so few answers of the old version can prove and what not."""
    from harness.live.prospects import prospect_of

    say("  that is before; after the retrain only what the evidence needs is asked:", err=True)
    print_outlook(prospect_of(suite, on_file=on_file), terms)
    cold = 0 in suite.temperatures
    facts = "a changed answer at temperature 0, if the bot repeats itself word for word; "
    proves = "a question that was always right and is always wrong now" if enough else "little else"
    say(f"  can prove: {facts if cold else ''}{proves}", err=True)
    say(
        "  cannot prove: a question that was right now and then and is wrong now, because the old "
        "version cannot be asked again. --candidate keeps it askable",
        err=True,
    )


def _retrain(order: Order, terms: Terms, kept: Kept, store: Store) -> Finding:
    from harness.provenance import provenance

    progress, live = Progress(bar=order.bar), LiveProgress(bar=order.bar)
    budget = order.settings.budget()

    async def job() -> Finding:
        from harness.bots import open_bot
        from harness.retraining.adaptive import retrain_adaptively
        from harness.retraining.job import Job
        from harness.retraining.waiting import Patience

        async with open_bot(order.settings, order.chatbot_id, budget, store, progress.stage) as bot:
            return await retrain_adaptively(
                Job(
                    order.suite,
                    bot,
                    store,
                    order.training,
                    progress,
                    concurrency=order.settings.concurrency,
                    patience=Patience(order.settings.retrain_deadline_seconds),
                    provenance=provenance(order.path),
                    before=kept.before,
                    retrained=kept.retrained,
                    after=kept.after,
                    budget=budget,
                    usual=order.settings.gate,
                ),
                terms,
                live,
            )

    def advice() -> list[str]:
        after = live.begun[1].id if live.begun else None
        return retrain_advice(progress, kept, after)

    return attend(job(), advice)
