"""harness demo: the main job on a made-up shop, with the emulator and no key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import say
from .options import settings_from, store_option
from .planning import print_plan
from .progress import Progress

if TYPE_CHECKING:
    from harness.settings import Settings

__all__ = ["command", "demo_folder"]

REPORT = Path("reports/demo/report.html")


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=REPORT,
    show_default=True,
    help="The report.",
)
@click.option("--no-progress", is_flag=True, help="No progress bar, only lines.")
@store_option
@click.pass_context
def command(ctx: click.Context, output: Path, store: str | None, *, no_progress: bool) -> None:
    """See the whole job: ask, retrain on an edited text, ask again, decide, show.

    The bot is the emulator's, on a loopback port; nothing leaves this machine.

    \b
    Example:
      harness demo
    """
    from harness.bots import emulate
    from harness.loader import load_suite
    from harness.retraining.job import Training

    from .retrain import compare_around_retrain, read_text
    from .showing import check_outputs, show_comparison

    check_outputs((output,))
    folder = demo_folder()
    path = folder / "shop.suite.yaml"
    suite = load_suite(path)
    old, new = read_text(folder / "shop.md"), read_text(folder / "shop-edited.md")
    progress = Progress(bar=not no_progress)
    with emulate() as emulator:
        settings = settings_from(store=store, base_url=emulator.base_url, api_key=emulator.api_key)
        chatbot_id = _create_bot(settings, old)
        print_plan(suite, runs=2, to=f"the emulator's bot at {emulator.base_url}")
        training = Training(new, "shop-edited.md", old, "shop.md")
        comparison, verdict = compare_around_retrain(
            path, suite, settings, chatbot_id, training, progress
        )
    code = show_comparison(comparison, verdict, (output,), in_ci=False)
    say(f"A real run would have ended with exit code {code}; the demo ends with 0.")
    ctx.exit(0)


def demo_folder() -> Path:
    """Return where the demo's suite and texts are: in the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "demo"
    return installed if installed.is_dir() else package.parent / "suites"


def _create_bot(settings: Settings, text: str) -> str:
    import asyncio

    from harness.bots import open_client

    async def create() -> str:
        async with open_client(settings) as client:
            return await client.create_chatbot("Lindgrove shop bot", text)

    return asyncio.run(create())
