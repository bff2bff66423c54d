"""The ledger of one side: each answer kept at once, and known again after an interruption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from harness.errors import BotError
from harness.model.run import BOT_CHANGED, BotState, Outcome, Run, RunStatus, Trial, TrialKey
from harness.runner.conversation import ToldBot
from harness.scorers import score_trial
from harness.store.store import Store

from .question import Question

__all__ = ["Ledger"]


@dataclass(slots=True)
class Ledger:
    """One bot's run: what it answered so far, question by question, in the order of asking."""

    store: Store
    run: Run
    bot: ToldBot
    fixed: bool = False
    """The bot cannot be asked any more (a retrain has overwritten it): only what is kept counts."""
    _kept: dict[TrialKey, Trial] = field(default_factory=dict)

    @classmethod
    def begin(cls, store: Store, run: Run, bot: ToldBot) -> Ledger:
        """Keep a new run, with the trials that it has already."""
        store.begin_run(run)
        return cls(store, run, bot)

    @classmethod
    def reopen(cls, store: Store, run: Run, bot: ToldBot) -> Ledger:
        """Go on with a kept run; trials that errored are asked again."""
        store.reopen_run(run.id)
        return cls(store, run, bot)

    @classmethod
    def closed(cls, store: Store, run: Run, bot: ToldBot) -> Ledger:
        """Read a kept run of a bot that is no longer to be asked."""
        return cls(store, run, bot, fixed=True)

    def __post_init__(self) -> None:
        """Take in what is kept: of unchanged cases, and no errors."""
        cases = self.run.suite.by_id
        for trial in self.run.trials:
            case = cases.get(trial.key.case_id)
            unchanged = case is not None and case.digest == trial.case_digest
            if unchanged and trial.outcome is not Outcome.ERRORED:
                self._kept[trial.key] = trial

    def on_file(self, question: Question) -> tuple[Trial, ...]:
        """Return the answers to a question that were there before this comparison.

        Where the bot can still be asked there are none: what is kept then was asked in it.
        """
        if not self.fixed:
            return ()
        place = (question.case_id, question.setting)
        found = [key for key in self._kept if (key.case_id, key.setting) == place]
        return tuple(self._kept[key] for key in sorted(found))

    def asked(self, question: Question, number: int) -> Trial | None:
        """Return what was asked as the answer with this number, an error or not."""
        return self._kept.get(question.task(number).key)

    def keep(self, question: Question, trial: Trial) -> Trial:
        """Score a trial and make it durable; may be called in a thread, one at a time."""
        scored = score_trial(question.case, trial)
        self.store.add(self.run.id, scored)
        return scored

    def count(self, trial: Trial) -> None:
        """Count a trial that is durable."""
        self._kept[trial.key] = trial

    async def finish(self, status: RunStatus, provenance: Mapping[str, str]) -> Run:
        """Note how the run ended and whether the bot is still the one it was; return it whole.

        How many trials an adaptive run has is known only now: those it has.
        """
        if self.fixed:
            return self.store.load_run(self.run.id)
        late = await _changed(self.bot, self.run.bot) if status is RunStatus.COMPLETE else {}
        self.store.finish_run(
            self.run.id,
            status,
            datetime.now(UTC),
            {**provenance, **late},
            planned=len(self._kept),
        )
        return self.store.load_run(self.run.id)


async def _changed(bot: ToldBot, state: BotState) -> dict[str, str]:
    """Look at the bot once more: answers of two versions must not pass for one."""
    try:
        changed = state.difference(await bot.state())
    except BotError as error:
        return {"bot after the run": f"could not be looked at: {error}"}
    return {BOT_CHANGED: changed} if changed else {}
