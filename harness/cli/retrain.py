"""harness retrain: the main job against a real bot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .code_option import code_option
from .live_options import TERMS, terms_from, terms_options
from .options import (
    asking_options,
    changed_suite,
    chatbot_option,
    check_address,
    dry_run_option,
    env_file_option,
    output_option,
    settings_from,
    store_option,
    strict_option,
    yes_option,
)
from .planning import print_plan
from .progress import Progress, attend
from .retrain_order import Kept, Order, retrain_advice
from .selecting import selecting_options, take_chosen
from .showing import check_outputs, show_comparison

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
@click.option(
    "--retrained",
    is_flag=True,
    help="The bot has the new text already (with --before): only wait until it took, and ask.",
)
@click.option(
    "--after", metavar="RUN", help="Complete this kept run of the retrained bot (with --before)."
)
@click.option(
    "--candidate",
    is_flag=True,
    help="Leave the bot alone: make a second one on --source, ask both in turn, delete it.",
)
@click.option("--keep-candidate", is_flag=True, help="The same, but do not delete it.")
@output_option
@terms_options
@click.option(
    "--retrain-deadline-seconds",
    type=click.FloatRange(0, min_open=True),
    help="How long to wait until the retrain took [default: 900].",
)
@selecting_options
@asking_options
@dry_run_option
@strict_option
@yes_option
@store_option
@env_file_option
@code_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    suite: Path,
    chatbot_id: str,
    source: Path,
    previous_source: Path | None,
    outputs: tuple[Path, ...],
    *,
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask SUITE, replace the bot's text by --source, wait until it took, ask again, decide.

    Each question is asked three times before (twice at temperature 0, four times in suites of over
    100), and afterwards as the evidence needs; with --repeats so often before and after.

    \b
    Example:
      harness retrain suites/shop.suite.yaml --chatbot-id ID --source new.md
      harness retrain suites/shop.suite.yaml --chatbot-id ID --source new.md --candidate
    """
    yes, strict, before, after, retrained = (
        options.pop(name) for name in ("yes", "strict", "before", "after", "retrained")
    )
    candidate, keep = options.pop("candidate"), options.pop("keep_candidate")
    chosen = {name: options.pop(name) for name in TERMS}
    asked = {name: options.pop(name) for name in ("temperature", "repeats", "model", "stream")}
    bar, dry_run = not options.pop("no_progress"), options.pop("dry_run")
    cases = take_chosen(options)
    settings = settings_from(env_file, **options)
    loaded = changed_suite(cases.load(suite, settings.store), **asked)
    training = _training(source, previous_source)
    check_outputs(outputs)
    if not dry_run:
        settings.key()
    check_address(settings.base_url)
    how = {"yes": yes, "bar": bar, "dry_run": dry_run}
    order = Order(suite, loaded, settings, chatbot_id, training, outputs, **how)
    kept = Kept(before, after, retrained=retrained or after is not None)
    if candidate or keep:
        if kept != Kept():
            raise SettingsError("a candidate is compared live: no kept run has a place there")
        from .candidate import try_candidate

        ctx.exit(try_candidate(order, terms_from(loaded, settings.gate, **chosen), keep=keep))
    if asked["repeats"] is None:
        from .adaptive import retrain_in_place

        ctx.exit(
            retrain_in_place(
                order, terms_from(loaded, settings.gate, **chosen), kept, strict=strict
            )
        )
    ctx.exit(_retrain_as_planned(order, kept, strict=strict))


def _retrain_as_planned(order: Order, kept: Kept, *, strict: bool) -> int:
    """Ask as often before and after as the suite or the options say."""
    progress = Progress(bar=order.bar)
    runs = 1 if kept.before else 2
    to = f"{order.chatbot_id} at {order.settings.base_url}"
    probes = bool(order.training.previous_text or order.suite.canaries)
    budget = order.settings.budget()
    print_plan(order.suite, runs=runs, to=to, probes=probes, budget=budget)
    order.end_if_dry()
    if not kept.retrained:
        order.agree()
    comparison, verdict = compare_around_retrain(
        order.path,
        order.suite,
        order.settings,
        order.chatbot_id,
        order.training,
        progress,
        kept=kept,
        strict=strict,
    )
    usual = Path("reports") / comparison.after.id / "report.html"
    return show_comparison(comparison, verdict, order.reports or (usual,))


def _training(source: Path, previous_source: Path | None) -> Training:
    from harness.retraining.job import Training

    return Training(
        read_text(source),
        source.name,
        read_text(previous_source) if previous_source else None,
        previous_source.name if previous_source else "",
    )


def compare_around_retrain(
    path: Path,
    suite: Suite,
    settings: Settings,
    chatbot_id: str,
    training: Training,
    progress: Progress,
    *,
    kept: Kept | None = None,
    strict: bool = False,
) -> tuple[Comparison, Verdict]:
    """Do the main job and judge it; what is asked is kept in the store of the settings."""
    from harness.comparing import compare_runs
    from harness.provenance import provenance
    from harness.store.store import Store

    left, budget = kept or Kept(), settings.budget()
    with Store(settings.store, settings.redaction()) as store:

        async def job() -> tuple[Comparison, Verdict]:
            from harness.bots import open_bot
            from harness.retraining.job import Job, retrain
            from harness.retraining.waiting import Patience

            async with open_bot(settings, chatbot_id, budget, store, progress.stage) as bot:
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
                        before=left.before,
                        retrained=left.retrained,
                        after=left.after,
                        budget=budget,
                        usual=settings.gate,
                    )
                )
            return compare_runs(store, runs[0].id, runs[1].id, usual=settings.gate, strict=strict)

        return attend(job(), lambda: retrain_advice(progress, left))


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
