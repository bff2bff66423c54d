"""What people write: a suite, its cases, their turns and expectations, and the gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "Canary",
    "Case",
    "Expectation",
    "Gate",
    "Limits",
    "Message",
    "Suite",
    "Turn",
    "Waiver",
    "usual_repeats",
]


def _many(value: object) -> object:
    """Let a single text stand for a list of one."""
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_many)]
Share = Annotated[float, Field(ge=0, le=1)]
Temperature = Annotated[float, Field(ge=0, le=1)]
Repeats = Annotated[int, Field(ge=1, le=1000)]


def usual_repeats(temperature: float) -> int:
    """Return how often to ask at a temperature where nobody says.

    Twice at 0 shows whether the bot repeats itself word for word; five answers above it are the
    fewest that can show one broken question among a few.
    """
    return 5 if temperature else 2


class _Noun(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with other values; what was found of the old ones stays behind."""
        copy = super().model_copy(update=update, deep=deep)
        for found in vars(copy).keys() - type(self).model_fields.keys():
            del vars(copy)[found]
        return copy


class Expectation(_Noun):
    """A scorer's name and its parameters (weight and threshold among them): plain data."""

    scorer: str
    parameters: Mapping[str, Any] = Field(default_factory=dict)

    @cached_property
    def written(self) -> str:
        """The parameters as JSON, the same for equal ones: by it a scorer is found again."""
        return json.dumps(dict(self.parameters), sort_keys=True)


class Turn(_Noun):
    """One message to the bot, and what is expected of its answer."""

    user: Annotated[str, Field(min_length=1)]
    expect: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `role` is "user" or "assistant"."""

    role: str
    content: str


class Waiver(_Noun):
    """Why a case is left out or known to be answered wrongly, who cares for it, and how long."""

    reason: Annotated[str, Field(min_length=1)]
    owner: str | None = None
    until: date | None = None
    """The last day on which it holds; the loader refuses a suite in which it is over."""


class Case(_Noun):
    """One conversation with an id; its digest changes when it asks or expects something else."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    description: str = ""
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    group: str | None = None
    """Cases of one group ask the same thing in other words: together they are one observation."""
    tags: Texts = ()
    metadata: Mapping[str, str] = Field(default_factory=dict)
    must_not_break: bool = False
    threshold: Share | None = None
    """Pass mark of this case's graded scorers (0..1), where they give none of their own."""
    conversation_id: str | None = None
    """Where given, the bot is asked to keep the conversation in its own log under this id."""
    language: str | None = None
    """The language of its texts, as Snowball calls it ("german"); None: English."""
    facts: Literal["compare", "ignore"] | None = None
    """Whether numbers, dates and negations are compared strictly; None: they are."""
    contact: str | None = None
    """The id of the contact in whose name the bot is asked."""
    history: tuple[Message, ...] = ()
    """What both sides are taken to have said before the first turn; the bot is sent it."""
    stream: bool | None = None
    """Whether to ask for streamed answers; None: as the suite says."""
    repeats: Annotated[Mapping[float, Repeats], Field(min_length=1)] | None = None
    """How often to ask, by temperature; None: as the suite says."""
    skip: Waiver | None = None
    """Where given, the case is not asked."""
    expected_failure: Waiver | None = None
    """Where given, the bot is known to answer wrongly, and the gate does not count the case."""
    file: str = ""
    """The suite file that it stands in, or the file of its row; empty where nobody knows."""
    line: int = 0
    """The line in it, from 1; 0 where nobody knows."""

    @property
    def prompt(self) -> str:
        """The message that the case is about: its last one."""
        return self.turns[-1].user

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits over what is asked and expected, not over id, tags or priority.

        What is not used stays out, so that the digests of kept runs stay what they were.
        """
        used = {name for name in ("contact", "facts", "history", "language") if getattr(self, name)}
        return _digest(self.model_dump(mode="json", include={"turns", "threshold", *used}))


class Canary(_Noun):
    """A question whose answer shows whether the bot knows the new text yet."""

    ask: Annotated[str, Field(min_length=1)]
    expect: Annotated[str, Field(min_length=1)]
    """Text that the answer holds once the bot knows the new text (case and spaces ignored)."""


class Limits(_Noun):
    """What holds for some of the questions: those with a tag, or the answers at a temperature."""

    max_drop: Share | None = None
    """Their pass rate may clearly fall by no more than this."""
    min_pass_rate: Share | None = None
    max_regressions: Annotated[int, Field(ge=0)] | None = None


class Gate(_Noun):
    """The thresholds of a release. Shares are 0..1."""

    max_drop: Share = 0.05
    """The pass rate may clearly fall by no more than this."""
    strict: bool = False
    """A larger fall must be ruled out, with 95 % confidence, not merely unseen."""
    min_pass_rate: Share | None = None
    """The pass rate after must be at least this."""
    max_regressions: Annotated[int, Field(ge=0)] = 0
    """So many questions may be proven to be worse."""
    collateral_regressions: Annotated[int, Field(ge=0)] | None = None
    """So many questions may be proven to be worse whose training text did not change; the others
    then block no release."""
    max_errors: Share = 0.05
    """So large a share of the trials of either run may be without an answer."""
    max_unanswered: Annotated[int, Field(ge=0)] = 0
    """So many questions may be without any answer in either run."""
    must_not_break: Texts = ()
    """Ids or tags of questions that must not get worse, beside those that say so themselves."""
    max_seconds: Annotated[float, Field(gt=0)] | None = None
    """Nineteen of twenty answers after must come within this."""
    max_slowdown: Annotated[float, Field(ge=0)] | None = None
    """The answers may take longer by this share (0.5: half as long again)."""
    tags: Mapping[str, Limits] = Field(default_factory=dict)
    """Limits for the questions with a tag."""
    temperatures: Mapping[float, Limits] = Field(default_factory=dict)
    """Limits for the answers at a temperature."""

    def over(self, usual: Gate) -> Gate:
        """Return this gate with what it leaves at its default taken from a usual one."""
        default = Gate()
        left = {
            name: getattr(usual, name)
            for name in Gate.model_fields
            if getattr(self, name) == getattr(default, name)
        }
        return self.model_copy(update=left)


class Suite(_Noun):
    """Cases that are run and compared together, and the gate that they must pass."""

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    language: str | None = None
    """The language of the answers, such as "en" or "de"; None: scorers use their default."""
    temperatures: Annotated[tuple[Temperature, ...], Field(min_length=1)] = (0.0,)
    repeats: Mapping[float, Repeats] = Field(default_factory=dict)
    """How often each question is asked, by temperature; the loader spells a plain number out."""
    model: str | None = None
    """Asked of the bot with each request; None leaves the bot its own model."""
    stream: bool = False
    gate: Gate = Gate()
    canaries: tuple[Canary, ...] = ()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits over the ids and digests of the cases, in no order."""
        return _digest(sorted((case.id, case.digest) for case in self.cases))

    @cached_property
    def by_id(self) -> Mapping[str, Case]:
        """The cases by their ids."""
        return {case.id: case for case in self.cases}


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
