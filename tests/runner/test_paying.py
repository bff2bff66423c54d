from __future__ import annotations

import pytest
from fakes import COLD, ScriptedBot

from harness.errors import BotUnreachable, BudgetReached
from harness.model.run import Setting
from harness.runner.budget import Budget
from harness.runner.paying import PayingBot


async def test_each_question_comes_off_the_budget() -> None:
    """It is priced by the setting's model, else by the bot's own."""
    budget = Budget(credits={"small": 2, "large": 5})
    bot = PayingBot(ScriptedBot({"a?": "1"}), budget, "small")

    await bot.converse(COLD).ask("a?")
    await bot.converse(Setting(0.0, "large")).ask("a?")

    assert (2, 7) == (budget.requests_spent, budget.credits_spent)


async def test_what_the_budget_does_not_allow_is_not_sent() -> None:
    """The bot never hears of it."""
    asked = ScriptedBot({"a?": "1"})
    bot = PayingBot(asked, Budget(max_requests=1))
    await bot.converse(COLD).ask("a?")

    with pytest.raises(BudgetReached):
        await bot.converse(COLD).ask("a?")
    assert 1 == len(asked.asked)


async def test_a_question_without_an_answer_costs_no_credits() -> None:
    """It was sent all the same, and counts as a request."""
    budget = Budget()
    bot = PayingBot(ScriptedBot({"a?": BotUnreachable("gone")}), budget)

    with pytest.raises(BotUnreachable):
        await bot.converse(COLD).ask("a?")
    assert (1, 0) == (budget.requests_spent, budget.credits_spent)
