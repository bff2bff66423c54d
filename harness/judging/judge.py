"""The scorer `judge`: a language model reads the answer and judges it by a rubric."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Self

from pydantic import SecretStr, model_validator

from harness.client.completions import Completions
from harness.errors import BotError, SettingsError
from harness.model.run import Exchange, Score
from harness.scorers import Scorer
from harness.scorers.parameters import Text

from .verdict import question, read_verdict

__all__ = ["Judge"]

_LONGEST_REASON = 500


def _environment() -> Mapping[str, str]:
    return os.environ


class Judge(Scorer):
    """A language model judges the answer by a rubric, at temperature 0.

    Where it is asked, and with which key, stands in the environment and never in a suite, so that
    no suite can send keys elsewhere: HARNESS_JUDGE_URL, HARNESS_JUDGE_KEY, HARNESS_JUDGE_MODEL.
    A judge that cannot be reached, or gives no verdict that can be read, leaves the answer not
    judged: never right, never wrong. It is one scorer among others; let hard expectations stand
    beside it.
    """

    shorthand: ClassVar[str | None] = "rubric"
    default_threshold: ClassVar[float] = 0.5
    graded: ClassVar[bool] = True

    rubric: Text
    """What a good answer is, in plain words."""
    model: str = ""
    """The model that judges; else that of HARNESS_JUDGE_MODEL."""
    chatbot_id: str = ""
    """A chatbot of the API that judges, instead of a model behind an OpenAI-compatible address."""

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if not _environment().get("HARNESS_JUDGE_URL"):
            raise ValueError("set HARNESS_JUDGE_URL to the address of the judge")
        if not self.chatbot_id and not self._model:
            raise ValueError("name the model that judges: model, or HARNESS_JUDGE_MODEL")
        try:
            _ = self._completions
        except SettingsError as error:
            raise ValueError(f"HARNESS_JUDGE_URL: {error}") from None
        return self

    @property
    def _model(self) -> str:
        return self.model or _environment().get("HARNESS_JUDGE_MODEL", "")

    @cached_property
    def _completions(self) -> Completions:
        key = _environment().get("HARNESS_JUDGE_KEY", "").strip()
        return Completions(_environment()["HARNESS_JUDGE_URL"], SecretStr(key) if key else None)

    def score(self, exchange: Exchange) -> Score:
        """Score as the judge says."""
        asked = question(self.rubric, exchange.prompt, exchange.answer.text, exchange.history)
        try:
            if self.chatbot_id:
                reply = self._completions.chat(asked, self.chatbot_id)
            else:
                reply = self._completions.complete(asked, self._model)
            verdict = read_verdict(reply)
        except BotError as error:
            return self.abstain(str(error))
        reason = " ".join(verdict.reason.split())[:_LONGEST_REASON]
        return self.grade(
            verdict.score,
            f"the judge says: {reason}" if reason else "the judge gives no reason",
            {"judge": self.chatbot_id or self._model},
        )
