"""Blotting out what must not be kept, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from harness.errors import SettingsError
from harness.model.run import Answer, BotState, Exchange, Message, Run, Score, TrainingText, Trial
from harness.model.suite import Suite

from .records import kept_suite

if TYPE_CHECKING:
    import regex

__all__ = ["BLOT", "Redaction"]

BLOT = "[redacted]"
LONGEST_SECONDS = 1.0
"""A pattern that takes longer with one text blots out all of it: too much, not too little."""


@dataclass(frozen=True)
class Redaction:
    """Patterns and secrets that no text in the store may hold.

    Ids, labels, tags and names of scorers stay: they name things, and people choose them.
    """

    patterns: tuple[str, ...] = ()
    """Regular expressions."""
    secrets: tuple[str, ...] = ()
    """Texts, such as the API key: blotted out wherever they stand."""

    def check(self) -> None:
        """Raise SettingsError for a pattern that cannot be, or that fits everything."""
        for pattern, compiled in zip(self.patterns, self._compiled, strict=True):
            if compiled.search(""):
                raise SettingsError(
                    f"the pattern '{pattern}' to redact fits the empty text: let it begin with "
                    "what it should find"
                )

    def text(self, text: str) -> str:
        """Return a text without what must not be kept."""
        for secret in self.secrets:
            if secret and secret in text:
                text = text.replace(secret, BLOT)
        for pattern in self._compiled:
            try:
                text = pattern.sub(BLOT, text, timeout=LONGEST_SECONDS)
            except TimeoutError:
                return BLOT
        return text

    def value(self, value: Any) -> Any:
        """Return a JSON value without it, in keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(name)): self.value(inner) for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(inner) for inner in value]
        return value

    def trial(self, trial: Trial) -> Trial:
        """Return a trial without it; its scores stay what they are."""
        if not self.has_work or not (self.patterns or self._may_hold_secret(trial)):
            return trial
        error = None if trial.error is None else self.text(trial.error)
        exchanges = tuple(self._exchange(exchange) for exchange in trial.exchanges)
        return replace(trial, error=error, exchanges=exchanges)

    def run(self, run: Run) -> Run:
        """Return a run without it, all but its suite: `suite` is for that."""
        if not self.has_work:
            return run
        training = run.training and TrainingText(run.training.name, self.text(run.training.text))
        return replace(
            run,
            bot=self.state(run.bot),
            provenance=self.provenance(run.provenance),
            training=training,
            trials=tuple(self.trial(trial) for trial in run.trials),
        )

    def state(self, state: BotState) -> BotState:
        """Return without it what is known of a bot."""
        return replace(
            state,
            name=None if state.name is None else self.text(state.name),
            instructions=None if state.instructions is None else self.text(state.instructions),
        )

    def provenance(self, provenance: Mapping[str, str]) -> dict[str, str]:
        """Return without it where a run comes from."""
        return {name: self.text(value) for name, value in provenance.items()}

    def suite(self, suite: Suite) -> dict[str, Any]:
        """Return a suite as JSON without it.

        Where that changed a case, `digests` says what its digest was: it still tells which
        questions are the same.
        """
        plain = kept_suite(suite)
        blotted = {
            **plain,
            "description": self.text(plain["description"]),
            "canaries": self.value(plain["canaries"]),
            "cases": [self._case(case) for case in plain["cases"]],
        }
        if blotted != plain:
            blotted["digests"] = {case.id: case.digest for case in suite.cases}
        return blotted

    @property
    def has_work(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.patterns or any(self.secrets))

    @cached_property
    def _compiled(self) -> tuple[regex.Pattern[str], ...]:
        if not self.patterns:
            return ()
        import regex

        return tuple(_compile(regex, pattern) for pattern in self.patterns)

    def _may_hold_secret(self, trial: Trial) -> bool:
        """Look for the secrets quickly: nearly no trial holds one, and each passes here."""
        whole = "\n".join(_texts(trial))
        # What is written otherwise inside of quotes could hide from this look.
        return any(secret in whole or repr(secret)[1:-1] != secret for secret in self.secrets)

    def _exchange(self, exchange: Exchange) -> Exchange:
        return Exchange(
            self.text(exchange.prompt),
            self._answer(exchange.answer),
            tuple(Message(role=m.role, content=self.text(m.content)) for m in exchange.history),
            tuple(self._score(score) for score in exchange.scores),
        )

    def _answer(self, answer: Answer) -> Answer:
        return replace(
            answer,
            text=self.text(answer.text),
            sent=self.value(answer.sent),
            extra=self.value(answer.extra),
        )

    def _score(self, score: Score) -> Score:
        return replace(score, reason=self.text(score.reason), details=self.value(score.details))

    def _case(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """Blot out in the free texts of a case; the rest has a form that must stay."""
        free = {
            name: self.value(case[name])
            for name in ("description", "metadata")
            if case.get(name) is not None
        }
        history = [{**said, "content": self.text(said["content"])} for said in case["history"]]
        return {**case, **free, "history": history, "turns": self._turns(case["turns"])}

    def _turns(self, turns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **turn,
                "user": self.text(turn["user"]),
                "expect": [
                    {**wanted, "parameters": self.value(wanted["parameters"])}
                    for wanted in turn["expect"]
                ],
            }
            for turn in turns
        ]


def _texts(trial: Trial) -> Iterator[str]:
    """Yield all texts of a trial that `Redaction.trial` looks at."""
    yield trial.error or ""
    for exchange in trial.exchanges:
        yield exchange.prompt
        yield exchange.answer.text
        yield str(exchange.answer.sent)
        yield str(exchange.answer.extra)
        yield from (said.content for said in exchange.history)
        for score in exchange.scores:
            yield score.reason
            if score.details:
                yield str(score.details)


def _compile(regex: Any, pattern: str) -> Any:
    try:
        return regex.compile(pattern)
    except regex.error as failure:
        where = "" if failure.pos is None else f" at character {failure.pos + 1}"
        raise SettingsError(
            f"the pattern '{pattern}' to redact cannot be read: {failure.msg}{where}"
        ) from None
