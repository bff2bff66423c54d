"""What stands under `expect`: texts and scorers with their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from harness.errors import HarnessError, did_you_mean
from harness.model.suite import Expectation
from harness.scorers import Scorer, bind, scorers

from .blocks import Block
from .document import Entry, Node, plain
from .problems import Problems
from .reading import report
from .variables import Filler, Scope

__all__ = ["Expectations", "Pairs"]

Pairs: TypeAlias = "list[tuple[Expectation, Scorer]]"
"""Expectations, each with the scorer that it was bound to."""

_DEFAULT = "says"
"""The scorer that a plain text under `expect` stands for."""
_NOT, _NOT_ = "not", "not_"
_OF = "of"
"""The parameter of scorers that are made of others."""
_USE = "use"
"""The key beside scorers that names shared expectations."""
_LONGEST_MESSAGE = 300


class Expectations:
    """Reads `expect` and notes what is wrong with it; one for each file."""

    def __init__(
        self,
        problems: Problems,
        blocks: Mapping[str, Block] | None = None,
        filler: Filler | None = None,
        *,
        language: str | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Start with no scorer looked up.

        Args:
            problems: takes what is wrong.
            blocks: the shared expectations that `use` can name.
            filler: fills the variables of shared expectations in.
            language: that of the suite.
            weights: those of scorers by name, for expectations that give none.
        """
        self._problems = problems
        self._blocks = blocks or {}
        self._filler = filler
        self._scope = Scope({})
        self._weights = weights or {}
        self._language = language
        self._kinds: dict[str, type[Scorer] | str] = {}
        self._names: dict[str, tuple[str, bool]] = {}

    def see(self, scope: Scope) -> None:
        """Fill shared expectations in from this scope from now on."""
        self._scope = scope

    def read(self, node: Node | None) -> Pairs | None:
        """Return what `node` expects; None where something is wrong.

        A node without a value was noted by whoever read the mapping that it is in.
        """
        if node is None:
            return []
        if node.nothing:
            return None
        if not node.value and not isinstance(node.value, str):
            self._problems.add(node, "nothing is expected here")
            return None
        items = node.value if isinstance(node.value, list) else [node]
        found = [self._item(item) for item in items]
        pairs = [pair for part in found if part is not None for pair in part]
        return None if None in found else pairs

    def _item(self, node: Node) -> Pairs | None:
        """Read a text, or a mapping of scorers to their parameters."""
        if node.nothing:
            self._problems.add(node, "there is nothing after this '-'")
            return None
        if isinstance(node.value, list):
            self._problems.add(node, "must be a text or a scorer with its parameters, not a list")
            return None
        if isinstance(node.value, str):
            pair = self._bind(_DEFAULT, node)
            return None if pair is None else [pair]
        found = [self._entry(entry, node.value) for entry in node.value.values()]
        pairs = [pair for part in found if part is not None for pair in part]
        return pairs if pairs and None not in found else None

    def _entry(self, entry: Entry, beside: dict[str, Entry]) -> Pairs | None:
        name = str(entry.key.value)
        if name == _USE and _USE not in scorers:
            return self._use(entry)
        called, negated = self._called(name)
        pair = self._scorer(entry, called, beside)
        if pair is not None and negated:
            pair = self._negated(pair[0], entry.value)
        return None if pair is None else [pair]

    def _called(self, name: str) -> tuple[str, bool]:
        """Return the scorer that a key means, and whether it must fail: `not-contains`.

        Hyphens are as good as underscores.
        """
        if name not in self._names:
            plain_name = name.replace("-", "_")
            rest = plain_name.removeprefix(_NOT_)
            found = (name, False)
            if name not in scorers:
                if plain_name in scorers:
                    found = (plain_name, False)
                elif rest != plain_name and rest in scorers and _NOT in scorers:
                    found = (rest, True)
            self._names[name] = found
        return self._names[name]

    def _negated(self, expectation: Expectation, node: Node) -> tuple[Expectation, Scorer] | None:
        """Return the opposite of an expectation; its weight and metric are those of the whole."""
        inside = dict(expectation.parameters)
        lifted: dict[str, Any] = {
            key: inside.pop(key) for key in ("weight", "metric") if key in inside
        }
        parameters: dict[str, Any] = {_OF: [{expectation.scorer: inside}], **lifted}
        opposite = Expectation(scorer=_NOT, parameters=parameters)
        return self._bound(opposite, node, scorers.get(_NOT))

    def _use(self, entry: Entry) -> Pairs | None:
        """Return the shared expectations of one name, or of several."""
        if entry.value.nothing:
            self._problems.add(entry.key, f"'{_USE}' has no value")
            return None
        names = entry.value.value if isinstance(entry.value.value, list) else [entry.value]
        found = [self._shared(name) for name in names]
        pairs = [pair for part in found if part is not None for pair in part]
        return pairs if pairs and None not in found else None

    def _shared(self, name: Node) -> Pairs | None:
        block = self._blocks.get(name.value) if isinstance(name.value, str) else None
        if block is None:
            shown = name.value[:60] if isinstance(name.value, str) else name.kind
            hint = did_you_mean(shown, self._blocks)
            self._problems.add(name, f"there are no shared expectations '{shown}'{hint}")
            return None
        block.used = True
        if block.open:
            self._problems.add(name, f"the shared expectations '{name.value}' use themselves")
            return None
        block.open = True
        try:
            value = block.value
            filled = self._filler.fill(value, self._scope) if self._filler else value
            return self.read(filled)
        finally:
            block.open = False

    def _scorer(
        self, entry: Entry, name: str, beside: dict[str, Entry]
    ) -> tuple[Expectation, Scorer] | None:
        kind = self._kind(name)
        if isinstance(kind, str):
            misplaced = name in Scorer.model_fields
            message = self._misplaced(name, beside) if misplaced else kind
            self._problems.add(entry.key, message)
            return None
        if entry.value.nothing:
            self._problems.add(entry.key, f"'{name}' has no value")
            return None
        return self._bind(name, entry.value)

    def _kind(self, name: str) -> type[Scorer] | str:
        """Return the scorer of a name, or why there is none."""
        if name not in self._kinds:
            try:
                self._kinds[name] = scorers.get(name)
            except HarnessError as error:
                self._kinds[name] = str(error)[:_LONGEST_MESSAGE]
            except Exception as error:  # noqa: BLE001 - importing a plug-in may raise anything
                message = f"the scorer '{name}' cannot be loaded: {type(error).__name__}: {error}"
                self._kinds[name] = message[:_LONGEST_MESSAGE]
        return self._kinds[name]

    def _misplaced(self, name: str, beside: dict[str, Entry]) -> str:
        """Say where a parameter goes that stands beside a scorer and not inside it."""
        scorer = next((one for one in beside if one in scorers), _DEFAULT)
        kind = self._kind(scorer)
        field = None if isinstance(kind, str) else kind.shorthand
        inside = f"{field}: …, {name}: …" if field else f"{name}: …"
        return f"'{name}' goes inside its scorer: `{scorer}: {{{inside}}}`"

    def _bind(self, name: str, node: Node) -> tuple[Expectation, Scorer] | None:
        """Bind a scorer to its parameters, noting those that it does not take."""
        kind = self._kind(name)
        if isinstance(kind, str):
            self._problems.add(node, kind)
            return None
        if _OF in kind.model_fields:
            return self._combined(name, kind, node)
        value = plain(node)
        if not isinstance(value, dict):
            if kind.shorthand is None:
                known = ", ".join(kind.model_fields)
                self._problems.add(node, f"{name}: must be a mapping ({known}), not {node.kind}")
                return None
            value = {kind.shorthand: value}
        if name in self._weights:
            value = {"weight": str(self._weights[name]), **value}
        return self._bound(Expectation(scorer=name, parameters=value), node, kind)

    def _combined(
        self, name: str, kind: type[Scorer], node: Node
    ) -> tuple[Expectation, Scorer] | None:
        """Bind a scorer that is made of others, each of which is read with its own place."""
        entries = node.value if isinstance(node.value, dict) else {}
        inner = node
        if _OF in entries:
            inner = entries[_OF].value
        elif entries:
            parts = {key: one for key, one in entries.items() if key not in kind.model_fields}
            inner = Node(node.line, node.column, parts, source=node.source)
        pairs = self.read(inner)
        if pairs is None:
            return None
        beside = {
            key: plain(one.value)
            for key, one in entries.items()
            if key in kind.model_fields and key != _OF
        }
        of = [{one.scorer: dict(one.parameters)} for one, _ in pairs]
        return self._bound(Expectation(scorer=name, parameters={_OF: of, **beside}), node, kind)

    def _bound(
        self, expectation: Expectation, node: Node, kind: type[Scorer]
    ) -> tuple[Expectation, Scorer] | None:
        try:
            return expectation, bind(expectation, language=self._language)
        except ValidationError as error:
            before = f"{expectation.scorer}: "
            report(error.errors(), node, kind.model_fields, self._problems, before)
            return None
