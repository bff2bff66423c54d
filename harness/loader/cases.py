"""The cases of a suite, and the defaults that all of them share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from harness.model.suite import Case, Share, Turn

from .document import Node
from .expectations import Expectations, Pairs
from .problems import Problems
from .reading import Filled, Many, Written, read
from .turns import Turns, read_turns

__all__ = ["Cases", "Defaults", "WrittenCase"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _one_line(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    if _CONTROL.search(text):
        raise ValueError("must be one line, without control characters")
    return text


Id = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]


class Defaults(Written):
    """What a case may say besides its question, and `defaults` may say for every case."""

    expect: Any = None
    tags: Annotated[tuple[Filled, ...], Many] = ()
    must_not_break: bool | None = None
    threshold: Share | None = None
    conversation_id: Filled | None = None
    facts: Literal["compare", "ignore"] | None = None


class WrittenCase(Defaults):
    """A case: a prompt with what is expected of the answer, or several turns of that."""

    id: Id
    prompt: Filled | None = None
    turns: Any = None


class Cases:
    """Reads the cases of one file; what is wrong is noted, and the rest is read on."""

    def __init__(
        self,
        problems: Problems,
        threshold: float | None,
        language: str | None = None,
        facts: Literal["compare", "ignore"] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Start without defaults; the suite's pass mark, language and the rest are for all cases.

        `weights` are those of scorers by name.
        """
        self._problems = problems
        self._threshold = threshold
        self._language = language
        self._facts = facts
        self._expectations = Expectations(problems, language, weights)
        self._defaults = Defaults()
        self._expected: Pairs | None = []
        self._ids: dict[str, Node] = {}

    def read_defaults(self, node: Node | None) -> None:
        """Read `defaults`; the cases that are read afterwards have them."""
        if node is None or node.nothing:
            return
        self._defaults = read(Defaults, node, self._problems) or Defaults()
        self._expected = self._expectations.read(node.get("expect"))

    def read(self, node: Node | None, above: Node) -> tuple[Case, ...]:
        """Return the sound ones of the list of cases, which stands in the mapping `above`."""
        if node is None:
            self._problems.add(above, "'cases' is missing")
        elif node.nothing:
            pass
        elif not isinstance(node.value, list):
            self._problems.add(node, f"'cases' must be a list, not {node.kind}")
        elif not node.value:
            self._problems.add(node, "there are no cases")
        else:
            cases = [self._read_case(item) for item in node.value]
            return tuple(case for case in cases if case is not None)
        return ()

    def _read_case(self, node: Node) -> Case | None:
        written = read(WrittenCase, node, self._problems)
        if not isinstance(node.value, dict):
            return None
        self._note_id(node.get("id"))
        turns = read_turns(node, self._expectations, self._problems)
        if turns is None or self._expected is None:
            return None
        message, own = turns[-1]
        turns[-1] = (message, [*self._expected, *own])
        self._note_nothing_expected(node, turns)
        return None if written is None else self._make(written, turns)

    def _note_id(self, node: Node | None) -> None:
        """Note an id that an earlier case has."""
        if node is None or not isinstance(node.value, str) or node.nothing:
            return
        if node.value not in self._ids:
            self._ids[node.value] = node
            return
        first = self._ids[node.value]
        message = f"the id '{node.value[:60]}' is already used in line {first.line}"
        if first is node:
            message = f"the case '{node.value[:60]}' is in the list again, by an alias"
        self._problems.add(node, message)

    def _note_nothing_expected(self, node: Node, turns: Turns) -> None:
        """Note a case that would pass whatever the bot says."""
        weights = [scorer.weight for _, pairs in turns for _, scorer in pairs]
        if not weights:
            self._problems.add(node, "nothing is expected: the case needs an 'expect'")
        elif not any(weights):
            self._problems.add(node, "nothing that counts is expected: every weight is 0")

    def _make(self, written: WrittenCase, turns: Turns) -> Case:
        defaults = self._defaults
        marks = (written.threshold, defaults.threshold, self._threshold)
        vital = (
            defaults.must_not_break if written.must_not_break is None else written.must_not_break
        )
        return Case(
            id=written.id,
            turns=tuple(
                Turn(user=user, expect=tuple(expectation for expectation, _ in pairs))
                for user, pairs in turns
            ),
            tags=tuple(dict.fromkeys((*defaults.tags, *written.tags))),
            must_not_break=bool(vital),
            threshold=next((mark for mark in marks if mark is not None), None),
            conversation_id=written.conversation_id or defaults.conversation_id,
            language=self._language,
            facts=written.facts or defaults.facts or self._facts,
        )
