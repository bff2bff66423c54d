"""The cases of a suite, and the defaults that all of them share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from harness.model.suite import Case, Share, Turn

from .document import Node
from .expansion import Expansion
from .expectations import Expectations, Pairs
from .head import Head, Temperatures, check_temperatures, read_repeats
from .lint import Checked
from .problems import Problems
from .reading import Filled, Many, Written, read
from .turns import Turns, read_history, read_turns
from .variables import Filler, Scope
from .waivers import read_waiver

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
    metadata: Mapping[str, str] = Field(default_factory=dict)
    must_not_break: bool | None = None
    threshold: Share | None = None
    conversation_id: Filled | None = None
    facts: Literal["compare", "ignore"] | None = None
    contact: Filled | None = None
    history: Any = None
    stream: bool | None = None


class WrittenCase(Defaults):
    """A case: a prompt with what is expected of the answer, or several turns of that."""

    id: Id
    description: str = ""
    group: Id | None = None
    prompt: Filled | None = None
    turns: Any = None
    vars: Any = None
    matrix: Any = None
    rows: Any = None
    temperatures: Temperatures | None = None
    repeats: Any = None
    skip: Any = None
    expected_failure: Any = None


class Cases:
    """Reads the cases of a suite; what is wrong is noted, and the rest is read on."""

    def __init__(
        self,
        problems: Problems,
        expectations: Expectations,
        filler: Filler,
        head: Head,
        repeats: Mapping[float, int],
    ) -> None:
        """Start without defaults.

        Args:
            problems: takes what is wrong.
            expectations: reads what is expected.
            filler: fills variables in.
            head: what the suite says for all cases.
            repeats: how often the suite asks, by temperature.
        """
        self._problems = problems
        self._head = head
        self._repeats = repeats
        self._expectations = expectations
        self._filler = filler
        self._defaults = Defaults()
        self._history: Node | None = None
        self._expected: Pairs | None = []
        self._varying: Node | None = None
        self._ids: dict[str, Node] = {}
        self.checked: list[Checked] = []
        """The sound cases with their places and scorers."""

    def read_defaults(self, node: Node | None) -> None:
        """Read `defaults`; the cases that are read afterwards have them."""
        if node is None or node.nothing:
            return
        self._defaults = read(Defaults, node, self._problems) or Defaults()
        self._history = node.get("history")
        expect = node.get("expect")
        if expect is not None and expect.source is not None and expect.source.templated:
            self._varying = expect
        else:
            self._expected = self._expectations.read(expect)

    def read(self, node: Node, expansion: Expansion) -> tuple[Case, ...]:
        """Return the sound ones of a list of cases."""
        items = node.value if isinstance(node.value, list) else [node]
        single = isinstance(node.value, str) and node.value.startswith("file://")
        if node.nothing:
            return ()
        if not isinstance(node.value, list) and not single:
            self._problems.add(node, f"'cases' must be a list, not {node.kind}")
            return ()
        if not items:
            self._problems.add(node, "there are no cases")
        cases = [
            self._read_case(one, scope) for item in items for one, scope in expansion.cases(item)
        ]
        return tuple(case for case in cases if case is not None)

    def _read_case(self, node: Node, scope: Scope) -> Case | None:
        written = read(WrittenCase, node, self._problems)
        if not isinstance(node.value, dict):
            return None
        self._note_id(node.get("id"))
        self._expectations.see(scope)
        turns = read_turns(node, self._expectations, self._problems)
        expected = self._expected
        if self._varying is not None:
            filled = self._filler.fill(self._varying, scope)
            expected = self._expectations.read(filled)
        if turns is None or expected is None:
            return None
        message, own = turns[-1]
        turns[-1] = (message, [*expected, *own])
        self._note_nothing_expected(node, turns)
        return None if written is None else self._make(written, node, turns, scope)

    def _note_id(self, node: Node | None) -> None:
        """Note an id that an earlier case has."""
        if node is None or not isinstance(node.value, str) or node.nothing:
            return
        if node.value not in self._ids:
            self._ids[node.value] = node
            return
        first = self._ids[node.value]
        where = f"in line {first.line}"
        if first.source is not node.source and first.source is not None:
            where = f"in {first.source.file}:{first.line}"
        message = f"the id '{node.value[:60]}' is already used {where}"
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

    def _make(self, written: WrittenCase, node: Node, turns: Turns, scope: Scope) -> Case:
        defaults = self._defaults
        marks = (written.threshold, defaults.threshold, self._head.threshold)
        history = node.get("history")
        if history is None and self._history is not None:
            history = self._filler.fill(self._history, scope)
        case = Case(
            id=written.id,
            description=written.description,
            group=written.group,
            turns=tuple(
                Turn(user=user, expect=tuple(expectation for expectation, _ in pairs))
                for user, pairs in turns
            ),
            tags=tuple(dict.fromkeys((*defaults.tags, *written.tags))),
            metadata={**defaults.metadata, **written.metadata},
            must_not_break=bool(_first(written.must_not_break, defaults.must_not_break)),
            threshold=_first(*marks),
            conversation_id=written.conversation_id or defaults.conversation_id,
            language=self._head.language,
            facts=written.facts or defaults.facts or self._head.facts,
            contact=written.contact or defaults.contact,
            history=read_history(history, self._problems),
            stream=_first(written.stream, defaults.stream),
            repeats=self._own_repeats(written, node),
            skip=read_waiver(node.get("skip"), "skip", self._problems),
            expected_failure=read_waiver(
                node.get("expected_failure"), "expected_failure", self._problems
            ),
            file=node.source.file if node.source else self._problems.file,
            line=node.line,
        )
        self.checked.append(Checked(case, node, turns))
        return case

    def _own_repeats(self, written: WrittenCase, node: Node) -> dict[float, int] | None:
        """Return how often to ask, where the case says so itself."""
        repeats = node.get("repeats")
        if written.temperatures is None and repeats is None:
            return None
        temperatures = written.temperatures or tuple(self._repeats)
        check_temperatures(node.get("temperatures"), temperatures, self._problems)
        return read_repeats(repeats, temperatures, self._problems, self._repeats)


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)
