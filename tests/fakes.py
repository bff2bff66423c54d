"""Fakes that many tests share: bots without a network, and builders of the nouns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from harness.errors import BotError
from harness.model.run import (
    Answer,
    BotState,
    Exchange,
    Message,
    Run,
    RunStatus,
    Score,
    Setting,
    Trial,
    TrialKey,
)
from harness.model.suite import Case, Expectation, Suite, Turn

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
COLD = Setting(temperature=0.0)
WARM = Setting(temperature=0.7)

Reply = str | BotError


@dataclass
class ScriptedBot:
    """Answers from a script: by question, the replies in turn (the last one for ever)."""

    script: Mapping[str, Reply | Sequence[Reply]]
    states: list[BotState] = field(
        default_factory=lambda: [BotState("bot-1", "Scripted", characters=999)]
    )
    """What `state` tells, one after the other; the last one for ever."""
    asked: list[tuple[str, Setting, str | None]] = field(default_factory=list)
    openings: list[tuple[str | None, tuple[Message, ...]]] = field(default_factory=list)
    """Contact and history of each chat."""
    trained: list[str] = field(default_factory=list)
    on_retrain: Callable[[ScriptedBot, str], None] | None = None
    hold: asyncio.Event | None = None
    """While this is not set, answers wait."""

    def converse(
        self,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> ScriptedChat:
        """Begin a chat, and remember what it began with."""
        self.openings.append((contact, history))
        return ScriptedChat(self, setting, conversation_id)

    async def state(self) -> BotState:
        """Tell the next state."""
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    async def retrain(self, source_text: str) -> None:
        """Remember the text, and do what the test wants to happen then."""
        self.trained.append(source_text)
        if self.on_retrain:
            self.on_retrain(self, source_text)

    def reply(self, question: str) -> Reply:
        """Return the next scripted reply."""
        replies = self.script[question]
        if isinstance(replies, str | BotError):
            return replies
        before = sum(asked == question for asked, _, _ in self.asked) - 1
        return replies[min(before, len(replies) - 1)]


@dataclass
class ScriptedChat:
    """One chat with a scripted bot."""

    bot: ScriptedBot
    setting: Setting
    conversation_id: str | None

    async def ask(self, text: str) -> Answer:
        """Return or raise the next reply."""
        self.bot.asked.append((text, self.setting, self.conversation_id))
        if self.bot.hold:
            await self.bot.hold.wait()
        reply = self.bot.reply(text)
        if isinstance(reply, BotError):
            raise reply
        return Answer(reply, 0.25)


@dataclass
class Quiet:
    """A watcher that remembers what it was told."""

    begun: list[tuple[str, int]] = field(default_factory=list)
    seen: list[Trial] = field(default_factory=list)
    ended: list[RunStatus] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    def begin(self, run: Run, todo: int) -> None:
        """Remember the run's label and size."""
        self.begun.append((run.label, todo))

    def trial(self, trial: Trial) -> None:
        """Remember the trial."""
        self.seen.append(trial)

    def end(self, run_id: str, status: RunStatus) -> None:
        """Remember how it ended."""
        self.ended.append(status)

    def stage(self, sentence: str) -> None:
        """Remember the sentence."""
        self.stages.append(sentence)

    def retrain_begins(self, sentence: str) -> None:
        """Remember the sentence too."""
        self.stages.append(sentence)


def case(
    case_id: str = "refund",
    prompt: str = "",
    expect: str = "30 days",
    *,
    must_not_break: bool = False,
    conversation_id: str | None = None,
) -> Case:
    """Return a case of one turn that wants a keyword."""
    wanted = Expectation(scorer="keywords", parameters={"all": [expect]})
    return Case(
        id=case_id,
        turns=(Turn(user=prompt or f"{case_id}?", expect=(wanted,)),),
        must_not_break=must_not_break,
        conversation_id=conversation_id,
    )


def suite(*cases: Case, repeats: Mapping[float, int] | None = None) -> Suite:
    """Return a suite of these cases, asked twice at temperature 0 if nothing else is said."""
    asked = dict(repeats or {0.0: 2})
    return Suite(name="Test", temperatures=tuple(asked), repeats=asked, cases=cases or (case(),))


def trial(
    of: Case,
    repeat: int = 0,
    *,
    passed: bool | None = True,
    setting: Setting = COLD,
    text: str = "",
    value: float | None = None,
) -> Trial:
    """Return a trial that passed or failed; `passed=None` makes it errored."""
    key = TrialKey(of.id, setting, repeat)
    if passed is None:
        return Trial(key, of.digest, (), NOON, error="BotUnavailable: 503")
    number = value if value is not None else float(passed)
    score = Score("keywords", number, passed, "as it is", 1.0)
    answer = Answer(text or ("right" if passed else "wrong"), 0.5)
    return Trial(key, of.digest, (Exchange(of.prompt, answer, (), (score,)),), NOON)


def trials(
    of: Case, outcomes: str, *, setting: Setting = COLD, texts: Sequence[str] = ()
) -> list[Trial]:
    """Return one trial a letter: p passed, f failed, e errored."""
    meaning = {"p": True, "f": False, "e": None}
    return [
        trial(
            of,
            number,
            passed=meaning[letter],
            setting=setting,
            text=texts[number] if texts else "",
        )
        for number, letter in enumerate(outcomes)
    ]


def run(run_id: str, of: Suite, made: Sequence[Trial], **changes: object) -> Run:
    """Return a complete run that holds these trials."""
    whole = Run(
        id=run_id,
        label=run_id,
        suite=of,
        settings=tuple(dict.fromkeys(each.key.setting for each in made)),
        bot=BotState("bot-1", "Shop bot"),
        started_at=NOON,
        finished_at=NOON,
        status=RunStatus.COMPLETE,
        trials=tuple(made),
        planned=len(made),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]
