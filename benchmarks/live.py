"""Compare the emulator's bots live, again and again, and count what comes of it.

    python benchmarks/live.py [--comparisons 200] [--preset normal] [--scenario same …]

Everything is real but the network's length: the client, the store, the API. The answers above
temperature 0 are fresh in each comparison. Prints a row of Markdown a scenario.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from harness.bots import emulate, open_client
from harness.cli.demo import demo_folder
from harness.client.bot import ApiBot
from harness.client.client import ChatbotClient
from harness.compare.policy import Policy
from harness.live.comparing import LiveJob, compare_live
from harness.live.presets import PRESETS, terms_of
from harness.live.question import questions_of
from harness.live.verdict import conclude
from harness.loader import load_suite
from harness.model.comparison import ChangeKind
from harness.model.run import Run, RunStatus, Trial
from harness.model.suite import Suite
from harness.settings import Settings
from harness.store.store import Store
from harness.wire.settings import ChatbotSettings

BROKEN = ("within 30 days of delivery", "within 14 days of delivery")


@dataclass(frozen=True)
class Scenario:
    """Two bots that are compared, and at which temperatures."""

    name: str
    temperatures: tuple[float, ...]
    broken: bool = False
    instructions: str = ""


SCENARIOS = {
    "same": Scenario("the same bot, temperature 0.7", (0.7,)),
    "same-0": Scenario("the same bot, temperature 0", (0.0,)),
    "same-both": Scenario("the same bot, temperatures 0 and 0.7", (0.0, 0.7)),
    "broken": Scenario("one broken fact, temperature 0.7", (0.7,), broken=True),
    "broken-0": Scenario("one broken fact, temperature 0", (0.0,), broken=True),
    "broken-both": Scenario("one broken fact, temperatures 0 and 0.7", (0.0, 0.7), broken=True),
    "diffuse": Scenario(
        "drops sentences, temperature 0.7", (0.7,), instructions="At most 1 sentence."
    ),
}


@dataclass
class Silent:
    """A watcher that says nothing."""

    told: list[str] = field(default_factory=list)

    def stage(self, sentence: str) -> None:
        """Say nothing."""

    def begin(self, before: Run, after: Run, kept: int) -> None:
        """Say nothing."""

    def answered(self, side: str, trial: Trial) -> None:
        """Say nothing."""

    def progress(self, policy: Policy) -> None:
        """Say nothing."""

    def end(self, status: RunStatus) -> None:
        """Say nothing."""


@dataclass
class Tally:
    """What came of many comparisons."""

    decisions: Counter[str] = field(default_factory=Counter)
    requests: list[int] = field(default_factory=list)
    regressed: Counter[str] = field(default_factory=Counter)


async def _bots(client: ChatbotClient, scenario: Scenario) -> tuple[ApiBot, ApiBot]:
    text = (demo_folder() / "shop.md").read_text(encoding="utf-8")
    if scenario.broken and BROKEN[0] not in text:
        raise SystemExit(f"the demo's text does not say {BROKEN[0]!r} any more")
    new = text.replace(*BROKEN) if scenario.broken else text
    ids = [
        await client.create_chatbot(name, known) for name, known in (("old", text), ("new", new))
    ]
    if scenario.instructions:
        settings = ChatbotSettings(instructions=scenario.instructions)
        await client.update_chatbot_settings(ids[1], settings)
    await asyncio.sleep(0.2)  # the emulator's training
    return ApiBot(client, ids[0]), ApiBot(client, ids[1])


async def _compare(
    client: ChatbotClient, scenario: Scenario, suite: Suite, store: Store, args: argparse.Namespace
) -> Tally:
    old, new = await _bots(client, scenario)
    number = len(questions_of(suite))
    found = Tally()
    for seed in range(args.comparisons):
        terms = terms_of(
            args.preset, number, margin=args.margin / 100, rounds=args.rounds, seed=seed
        )
        job = LiveJob(suite, old, new, store, Silent(), terms, concurrency=16)
        finding = await compare_live(job)
        comparison, verdict = conclude(finding)
        found.decisions[verdict.decision.value] += 1
        found.requests.append(finding.requests)
        found.regressed.update(c.case.id for c in comparison.of_kind(ChangeKind.REGRESSED))
    return found


def _row(scenario: Scenario, found: Tally, args: argparse.Namespace) -> str:
    total = sum(found.decisions.values())
    shares = [
        f"{100 * found.decisions[each] / total:.1f} %"
        for each in ("ship", "do_not_ship", "inconclusive")
    ]
    named = ", ".join(f"{name} {times}" for name, times in found.regressed.most_common(4)) or "none"
    cells = (scenario.name, args.preset, *shares, f"{mean(found.requests):.0f}", named)
    return "| " + " | ".join(cells) + " |"


def _arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comparisons", type=int, default=200)
    parser.add_argument("--preset", choices=sorted(PRESETS), default="normal")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--margin", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scenario", nargs="*", choices=sorted(SCENARIOS), default=list(SCENARIOS))
    return parser.parse_args(given)


def main() -> None:
    """Print the table."""
    args = _arguments()
    suite = load_suite(demo_folder() / "shop.suite.yaml")
    print("| bots | preset | ships | blocked | undecided | requests | called regressed |")
    print("|---|---|--:|--:|--:|--:|---|", flush=True)
    with emulate(retrain_seconds=0.05, seed=args.seed) as emulator:
        settings = Settings(base_url=emulator.base_url, api_key=emulator.api_key, concurrency=16)
        for name in args.scenario:
            scenario = SCENARIOS[name]
            asked = suite.model_copy(
                update={
                    "temperatures": scenario.temperatures,
                    "repeats": dict.fromkeys(scenario.temperatures, 1),
                }
            )

            async def work(scenario: Scenario = scenario, asked: Suite = asked) -> Tally:
                async with open_client(settings) as client:
                    with (
                        tempfile.TemporaryDirectory() as folder,
                        Store(f"sqlite:///{Path(folder) / 'runs.db'}") as store,
                    ):
                        return await _compare(client, scenario, asked, store, args)

            print(_row(scenario, asyncio.run(work()), args), flush=True)


if __name__ == "__main__":
    main()
