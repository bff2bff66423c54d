"""harness compare: decide what changed between two kept runs, or between two bots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .live_options import TERMS, terms_from, terms_options
from .options import (
    asking_options,
    changed_suite,
    check_address,
    env_file_option,
    output_option,
    settings_from,
    store_option,
    strict_option,
)
from .selecting import Chosen, selecting_options, take_chosen

if TYPE_CHECKING:
    from harness.model.run import TrainingText

__all__ = ["command"]

PAIR = 2
TEXTS = ("previous_source", "source")
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("compare")
@click.argument("names", nargs=-1, metavar="BEFORE AFTER | SUITE")
@click.option(
    "--live",
    nargs=2,
    metavar="OLD_ID NEW_ID",
    help="Ask these two bots the questions of SUITE in turn, as few as decide.",
)
@click.option(
    "--more",
    metavar="COMPARISON",
    help="Go on with a live comparison ('latest', its id, or one of its runs), same evidence.",
)
@click.option("--source", type=FILE, help="The text that NEW_ID knows (with --live).")
@click.option(
    "--previous-source",
    type=FILE,
    help="The text that OLD_ID knows: both tell which changes the edit explains.",
)
@output_option
@terms_options
@selecting_options
@asking_options
@strict_option
@store_option
@env_file_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    outputs: tuple[Path, ...],
    more: str | None,
    live: tuple[str, str] | None,
    *,
    strict: bool,
    **options: Any,
) -> None:
    """Compare two runs, named by id, label or baseline, as 'latest' and 'latest~1', or by file.

    With --live, SUITE is asked of two bots in turn: each question once, and what looks worse
    again, until it is proven or cleared. What was answered is kept, as two runs.

    \b
    Example:
      harness compare before after -o reports/report.html
      harness compare baseline.jsonl.gz latest
      harness compare --live OLD_ID NEW_ID suites/shop.suite.yaml
      harness compare --live OLD_ID NEW_ID SUITE --previous-source old.md --source new.md
      harness compare --more latest --rounds 10
    """
    from .showing import check_outputs

    check_outputs(outputs)
    chosen = take_chosen(options)
    texts = tuple(options.pop(name) for name in TEXTS)
    if any(texts) and not live:
        raise SettingsError(
            "kept runs know their texts: give --source, --previous-source to --live"
        )
    if more is not None:
        if live or names or chosen != Chosen((), (), None, None, ()):
            raise SettingsError("--more goes on with a comparison: name nothing else")
        ctx.exit(_go_on(ctx, more, outputs, options))
    if live:
        if len(names) != 1:
            raise SettingsError("two bots are compared by the questions of one suite: name SUITE")
        ctx.exit(_ask_both(live, Path(names[0]), outputs, options, chosen, texts))
    if len(names) != PAIR:
        raise SettingsError(
            "two runs are compared: name BEFORE and AFTER, or give --live or --more"
        )
    if chosen.variables:
        raise SettingsError("two kept runs were asked already: give --var with --live only")
    ctx.exit(_compare_kept(names[0], names[1], outputs, options["store"], chosen, strict=strict))


def _compare_kept(
    before: str,
    after: str,
    outputs: tuple[Path, ...],
    store: str | None,
    chosen: Chosen,
    *,
    strict: bool,
) -> int:
    from harness.live.recalling import compare_kept

    from .kept import open_runs
    from .showing import show_comparison

    # Without a selection of the last failures no store is needed for files.
    settings = settings_from(store=store)
    selection = chosen.selection(settings.store)
    with open_runs(store, before, after) as kept:
        comparison, verdict = compare_kept(
            kept, before, after, usual=settings.gate, strict=strict, selection=selection
        )
    return show_comparison(comparison, verdict, outputs)


def _ask_both(
    ids: tuple[str, str],
    path: Path,
    outputs: tuple[Path, ...],
    options: dict[str, Any],
    chosen_cases: Chosen,
    texts: Sequence[Path | None],
) -> int:
    from .live import ask_both, print_terms, show_finding, two_bots
    from .live_progress import LiveProgress

    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    chosen = {name: options.pop(name) for name in TERMS}
    progress = LiveProgress(bar=not options.pop("no_progress"))
    settings = settings_from(options.pop("env_file"), **options)
    loaded = changed_suite(chosen_cases.load(path, settings.store), **asked)
    trainings = _trainings(texts)
    settings.key()
    check_address(settings.base_url)
    terms = terms_from(loaded, settings.gate, **chosen)
    print_terms(loaded, terms, f"{ids[0]} and {ids[1]} at {settings.base_url}")
    finding = ask_both(path, loaded, settings, two_bots(ids, trainings), terms, progress)
    return show_finding(finding, outputs, settings.gate)


def _trainings(texts: Sequence[Path | None]) -> tuple[TrainingText | None, TrainingText | None]:
    from harness.model.run import TrainingText

    from .retrain import read_text

    old, new = (TrainingText(path.name, read_text(path)) if path else None for path in texts)
    return old, new


def _go_on(ctx: click.Context, ref: str, outputs: tuple[Path, ...], options: dict[str, Any]) -> int:
    from harness.live.again import terms_for_more
    from harness.store.store import Store

    from .live import ask_both, kept_comparison, print_terms, show_finding, two_bots
    from .live_progress import LiveProgress

    given = {name for name in TERMS if _typed(ctx, name)}
    for name in ("temperature", "repeats", "model", "stream"):
        if options.pop(name):
            raise SettingsError(f"--more goes on at the same settings: --{name} has no place here")
    chosen = {name: options.pop(name) for name in TERMS}
    progress = LiveProgress(bar=not options.pop("no_progress"))
    settings = settings_from(options.pop("env_file"), **options)
    settings.key()
    check_address(settings.base_url)
    with Store(settings.store, settings.redaction()) as store:
        kept = kept_comparison(store, ref)
        before, after = store.load_run(kept.before_id), store.load_run(kept.after_id)
    terms = terms_for_more(kept, {name: chosen[name] for name in given})
    ids = (before.bot.chatbot_id, after.bot.chatbot_id)
    print_terms(after.suite, terms, f"{ids[0]} and {ids[1]} at {settings.base_url}")
    finding = ask_both(None, after.suite, settings, two_bots(ids), terms, progress, more=kept)
    return show_finding(finding, outputs, settings.gate)


def _typed(ctx: click.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source is not click.core.ParameterSource.DEFAULT
