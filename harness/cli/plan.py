"""harness plan: what a comparison by a suite costs and can find; asks nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console import say
from .live_options import terms_from
from .options import changed_suite, settings_from, store_option
from .outlooks import percent, points
from .selecting import selecting_options, take_chosen
from .table import print_table

if TYPE_CHECKING:
    from harness.live.outlook import Prospect
    from harness.model.run import Run
    from harness.model.suite import Gate, Suite

__all__ = ["command"]


@click.command("plan")
@click.argument("suite", type=click.Path(path_type=Path))
@click.option(
    "--temperature",
    "-t",
    multiple=True,
    type=click.FloatRange(0, 1),
    help="At this temperature instead of the suite's (repeatable).",
)
@click.option(
    "--margin",
    type=click.FloatRange(0, 100, min_open=True, max_open=True),
    metavar="POINTS",
    help="The drop of the pass rate that matters [default: the gate's max_drop].",
)
@click.option(
    "--run",
    "runs",
    multiple=True,
    metavar="RUN",
    help="A kept run that shows how steady the answers are (repeatable) [default: the latest one].",
)
@selecting_options
@store_option
def command(
    suite: Path,
    temperature: tuple[float, ...],
    margin: float | None,
    runs: tuple[str, ...],
    store: str | None,
    **options: Any,
) -> None:
    """Say what comparing two versions by SUITE costs and can find, for each preset.

    Nothing is asked: comparisons of imagined bots are played many times. How often their answers
    waver is taken from kept runs of the suite, and where there are none, from a usual bot.

    \b
    Example:
      harness plan suites/shop.suite.yaml --margin 10
    """
    settings = settings_from(store=store)
    chosen = take_chosen(options)
    loaded = changed_suite(chosen.load(suite, settings.store), temperature, None, None, stream=None)
    known = _runs(settings.store, loaded, runs)
    from harness.live.prospects import prospect_of

    prospect = prospect_of(loaded, known)
    _say_what(loaded, prospect, known)
    _print(loaded, prospect, margin, settings.gate)


def _runs(url: str, suite: Suite, refs: tuple[str, ...]) -> list[Run]:
    """Return the kept runs that are named, or else the latest one of the suite, if there is one."""
    from harness.store.store import Store

    if (
        not refs
        and url.startswith("sqlite:///")
        and not Path(url.removeprefix("sqlite:///")).exists()
    ):
        return []  # looking must not make a store
    with Store(url) as store:
        if refs:
            return [store.load_run(each) for each in refs]
        named = [each.id for each in store.runs(limit=50) if each.suite_name == suite.name]
        return [store.load_run(each) for each in named[:1]]


def _say_what(suite: Suite, prospect: Prospect, runs: list[Run]) -> None:
    say(f"{suite.name}: {prospect.cold + prospect.warm} questions (a case at a temperature)")
    if prospect.cold:
        say(f"{prospect.cold} at temperature 0: facts, if the bot repeats itself word for word")
    if prospect.warm:
        answers = sum(number for _, number in prospect.known)
        names = ", ".join(run.label or run.id for run in runs)
        source = (
            f"{answers} answers of the run {names}"
            if answers
            else "a usual bot: 70 % of the questions always right, 10 % never, 20 % now and then"
        )
        say(f"{prospect.warm} above it; how often they waver is taken from {source}")


def _print(suite: Suite, prospect: Prospect, margin: float | None, usual: Gate) -> None:
    from harness.live.outlook import look_ahead
    from harness.live.presets import PRESETS

    rows = []
    for name in PRESETS:
        terms = terms_from(
            suite, usual, preset=name, rounds=None, margin=margin, until="verdict", seed=None
        )
        found = look_ahead(prospect, terms)
        rows.append(
            (
                name,
                f"{terms.method.rounds}",
                f"{found.requests:,.0f}",
                percent(found.ships),
                f"{found.requests_one:,.0f}",
                points(found.drop) if prospect.warm else "any",
            )
        )
    heads = ("preset", "rounds", "requests", "unchanged ships", "one broken", "drop found")
    print_table(heads, rows)
    allowed = suite.gate.over(usual).max_drop * 100 if margin is None else margin
    say(f"requests         of both versions, if nothing has changed; margin {allowed:g} points")
    say("unchanged ships  how often an unchanged bot ships; else it stays inconclusive")
    say("one broken       requests until one question that is broken for good is proven to be")
    say("drop found       a fall of all pass rates by so much blocks in four of five comparisons")
