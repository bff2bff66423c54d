"""harness retrain: the main job against a real bot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .live_options import TERMS, terms_from, terms_options
from .options import (
    asking_options,
    changed_suite,
    chatbot_option,
    check_address,
    env_file_option,
    output_option,
    settings_from,
    store_option,
    strict_option,
    typed_again,
    yes_option,
)
from .planning import agree, print_plan
from .progress import Progress, attend
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
    outputs: tuple[Path, ...],
    *,
    env_file: Path | None,
    **options: Any,
) -> None:
    """Ask SUITE, replace the bot's text by --source, wait until it took, ask again, decide.

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
    bar = not options.pop("no_progress")
    cases = take_chosen(options)
    settings = settings_from(env_file, **options)
    loaded = changed_suite(cases.load(suite, settings.store), **asked)
    training = _training(source, previous_source)
    check_outputs(outputs)
    settings.key()
    check_address(settings.base_url)
    if candidate or keep:
        if before or after or retrained:
            raise SettingsError(
                "a candidate is compared live: --before, --after have no place here"
            )
        from .candidate import try_candidate

        terms = terms_from(loaded, **chosen)
        how = {"keep": keep, "yes": yes, "bar": bar}
        ctx.exit(
            try_candidate(suite, loaded, settings, chatbot_id, training, terms, outputs, **how)
        )
    progress = Progress(bar=bar)
    kept = Kept(before, after, retrained=retrained or after is not None)
    runs = 1 if before else 2
    to = f"{chatbot_id} at {settings.base_url}"
    print_plan(loaded, runs=runs, to=to, probes=bool(previous_source or loaded.canaries))
    if not kept.retrained:
        size = f"{len(training.text):,} characters"
        agree(f"Retrain {chatbot_id} on {source.name} ({size})?", yes=yes)
    comparison, verdict = compare_around_retrain(
        suite, loaded, settings, chatbot_id, training, progress, kept=kept, strict=strict
    )
    usual = Path("reports") / comparison.after.id / "report.html"
    ctx.exit(show_comparison(comparison, verdict, outputs or (usual,)))


def _training(source: Path, previous_source: Path | None) -> Training:
    from harness.retraining.job import Training

    return Training(
        read_text(source),
        source.name,
        read_text(previous_source) if previous_source else None,
        previous_source.name if previous_source else "",
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier try of the same job has left behind."""

    before: str | None = None
    after: str | None = None
    retrained: bool = False


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
    from harness.evaluation import compare_runs
    from harness.provenance import provenance
    from harness.store.store import Store

    left, budget = kept or Kept(), settings.budget()
    with Store(settings.store, settings.redaction()) as store:

        async def job() -> tuple[Comparison, Verdict]:
            from harness.bots import open_bot
            from harness.retraining.job import Job, retrain
            from harness.retraining.waiting import Patience

            async with open_bot(settings, chatbot_id, budget) as bot:
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
                    )
                )
            return compare_runs(store, runs[0].id, runs[1].id, strict=strict)

        return attend(job(), lambda: _advice(progress, left))


def _advice(progress: Progress, kept: Kept) -> list[str]:
    """Say how to go on, by how far the job came; each line works as it stands."""
    begun = [run.id for run in progress.begun]
    before = kept.before or (begun[0] if begun else None)
    if before is None:
        return []
    if not progress.retraining and not kept.retrained:
        return [
            f"The bot was not retrained. What was answered is kept in run {before}. Go on with:",
            _again("--before", before),
        ]
    unfinished = progress.unfinished.id if progress.unfinished else kept.after
    if unfinished:
        kept_runs = f"{before} and {unfinished}"
        return [
            f"The bot was retrained. What was answered is kept in {kept_runs}. Go on with:",
            _again("--before", before, "--after", unfinished),
        ]
    return [
        f"The answers before are kept in run {before}; the bot was given its new text. Go on with:",
        _again("--before", before, "--retrained"),
    ]


def _again(*added: str) -> str:
    return "  " + typed_again(*added, without=("--before", "--after"), drop={"--retrained"})


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
