"""Telling two versions of a bot apart where the API tells nothing of its training."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from harness.errors import BotError, BudgetReached
from harness.model.run import BotState, Setting
from harness.model.suite import Suite
from harness.runner.budget import Budget
from harness.runner.conversation import Bot, ToldBot
from harness.runner.paying import PayingBot

__all__ = ["PROBES", "changed_answers", "with_answers"]

PROBES = 3
"""So many questions of the suite are asked, twice each; a change in any of them shows."""
TIMES = 2
"""An answer counts as the bot's own when it came so often word for word."""


async def with_answers(bot: ToldBot, state: BotState, suite: Suite, budget: Budget) -> BotState:
    """Return the state with what the bot answers to a few questions, if it needs that.

    A question that the bot does not answer twice alike at temperature 0 proves nothing later
    and is left out; where none is left, or the budget does not allow it, the state stays empty.
    """
    if state.tells:
        return state
    cases = [case for case in suite.cases if case.skip is None and len(case.turns) == 1]
    setting = Setting(0.0, suite.model or "")
    paying = PayingBot(bot, budget, state.model or "")
    answers: dict[str, str] = {}
    try:
        for case in cases[:PROBES]:
            heard = {await _digest(paying, case.prompt, setting) for _ in range(TIMES)}
            if len(heard) == 1:
                answers[case.id] = heard.pop()
    except (BotError, BudgetReached):
        return state  # whoever asks next meets it too, and says so
    return replace(state, answers=answers)


async def changed_answers(bot: ToldBot, state: BotState, suite: Suite, budget: Budget) -> str:
    """Say which of the kept answers are others now; empty if none is, or none was kept.

    A question whose answer differs is asked again: one slip is no new version.

    Raises:
        BotError: it does not answer.
    """
    setting = Setting(0.0, suite.model or "")
    paying = PayingBot(bot, budget, state.model or "")
    different: list[str] = []
    for case_id, digest in (state.answers or {}).items():
        question = suite.by_id[case_id].prompt
        try:
            heard = [await _digest(paying, question, setting)]
            if heard != [digest]:
                heard.append(await _digest(paying, question, setting))
        except BudgetReached:
            break
        if digest not in heard:
            different.append(case_id)
    return _sentence(different, len(state.answers or {}))


def _sentence(different: Sequence[str], asked: int) -> str:
    if not different:
        return ""
    return (
        f"{len(different)} of {asked} answers at temperature 0, such as that of case {different[0]}"
    )


async def _digest(bot: Bot, question: str, setting: Setting) -> str:
    """Ask a question; the answer itself is not kept: nobody has redacted it."""
    answer = await bot.converse(setting).ask(question)
    words = " ".join(answer.text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
