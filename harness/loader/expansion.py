"""One written case as the many that it stands for: rows of data, a matrix, several wordings."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping

from .document import Entry, Node
from .files import SCHEME, Files
from .problems import Problems
from .variables import Filler, Scope, Variable, read_variables

__all__ = ["EXPANDING", "Expansion", "Variant"]

EXPANDING = ("vars", "matrix", "rows")
"""The keys of a case that are used up here."""
_MOST = 100_000
"""So many cases a suite may have."""
_TOO_MANY = f"these are more than {_MOST:,} cases"
_DEEPEST = 10
"""So many files of cases may name one another."""
_LONGEST_SLUG = 60

Variant = tuple[Node, Scope]
"""A case with all variables filled in, and what it could see."""


class Expansion:
    """Makes the cases of what is written; what is wrong is noted."""

    def __init__(
        self,
        problems: Problems,
        files: Files,
        filler: Filler,
        variables: Mapping[str, Variable],
    ) -> None:
        """Start with the variables of the suite."""
        self._problems = problems
        self._files = files
        self._filler = filler
        self._variables = variables
        self._scope = Scope(variables)
        self._count = 0

    def cases(self, item: Node, depth: int = 0) -> Iterator[Variant]:
        """Give the cases that an item of the list of cases stands for."""
        if depth > _DEEPEST:
            self._problems.add(item, "the files of cases name one another in a circle")
        elif isinstance(item.value, str) and item.value.startswith(SCHEME):
            for row in self._files.rows(item):
                yield from self.cases(_with_slug(row), depth + 1)
        elif isinstance(item.value, dict):
            for variant in self._variants(item):
                self._count += 1
                if self._count > _MOST:
                    self._problems.stop_at(item.line, item.column, _TOO_MANY)
                yield variant
        else:
            yield item, self._scope

    def _variants(self, item: Node) -> Iterator[Variant]:
        """Give the cases of a mapping, with several wordings told apart."""
        mapping = item.value if isinstance(item.value, dict) else {}
        if not any(key in mapping for key in EXPANDING):
            templated = item.source is None or item.source.templated
            node = self._filler.fill(item, self._scope) if templated else item
            yield from ((one, self._scope) for one in self._wordings(node))
            return
        own = read_variables(mapping["vars"].value, self._problems) if "vars" in mapping else {}
        written = _without(item, EXPANDING)
        for row, suffix in self._rows(item.get("rows")):
            for chosen, label in self._matrix(item.get("matrix")):
                scope = Scope({**self._variables, **own, **row, **chosen})
                filled = self._filler.fill(written, scope)
                node = _identified(written, filled, suffix, label)
                yield from ((one, scope) for one in self._wordings(node))
            if row:
                self._note_unused_columns(row)
        self._filler.note_unused(own.items(), "nothing in this case uses the variable")

    def _rows(self, reference: Node | None) -> Iterator[tuple[dict[str, Variable], str | None]]:
        """Give the variables of each row, and what tells the row from others."""
        if reference is None:
            yield {}, None
        elif not isinstance(reference.value, str) or reference.nothing:
            self._problems.add(reference, f"'rows' must name a file: {SCHEME}name.csv")
        else:
            for row in self._files.rows(reference):
                if isinstance(row.value, dict):
                    variables = {
                        name: Variable(entry.key, entry.value) for name, entry in row.value.items()
                    }
                    key = row.get("id")
                    if key is not None:
                        variables["id"].used = True
                    yield variables, str(key.value) if key is not None else ""
                else:
                    self._problems.add(row, f"a row must be a mapping, not {row.kind}")

    def _note_unused_columns(self, row: Mapping[str, Variable]) -> None:
        for name, variable in row.items():
            if not variable.used and not self._filler.faulty:
                self._problems.warn(variable.key, f"nothing uses the column '{name[:60]}'")

    def _matrix(self, node: Node | None) -> Iterator[tuple[dict[str, Variable], str]]:
        """Give each combination of values, and its label."""
        axes = read_variables(node, self._problems) if node is not None else {}
        values: list[list[Node]] = []
        for name, variable in axes.items():
            items = variable.value.value
            if not isinstance(items, list) or not items:
                self._problems.add(variable.value, f"'{name}' must be a list of values")
                return
            values.append(items)
        if node is not None and math.prod(map(len, values)) > _MOST:
            self._problems.stop_at(node.line, node.column, _TOO_MANY)
        chosen: dict[str, Variable] = {}
        for combination in itertools.product(*values):
            chosen = {
                name: Variable(axes[name].key, value, axes[name].used)
                for name, value in zip(axes, combination, strict=True)
            }
            texts = [str(v.value) if isinstance(v.value, str) else "…" for v in combination]
            yield chosen, f"[{','.join(texts)}]" if texts else ""
        self._filler.note_unused(chosen.items(), "nothing in this case uses the variable")

    def _wordings(self, node: Node) -> Iterator[Node]:
        """Give one case a wording; the first keeps the id, so that more can be added later."""
        prompt = node.get("prompt")
        if prompt is None or not isinstance(prompt.value, list):
            yield node
            return
        if not prompt.value:
            self._problems.add(prompt, "there are no wordings")
        key = node.get("id")
        name = str(key.value) if key is not None else ""
        for number, wording in enumerate(prompt.value, start=1):
            if not isinstance(wording.value, str):
                self._problems.add(wording, f"a wording must be a text, not {wording.kind}")
                continue
            changed = {"prompt": wording}
            if key is not None:
                if "group" not in (node.value or {}):
                    changed["group"] = _text(key, name)
                if number > 1:
                    changed["id"] = _text(key, f"{name}#{number}")
            yield _with(node, changed)


def _identified(written: Node, filled: Node, row: str | None, label: str) -> Node:
    """Give a case of a row or of a matrix an id of its own, unless its id has variables."""
    key, before = filled.get("id"), written.get("id")
    if row is not None:
        part = row or _slug(filled.get("prompt"))
        if key is None:
            return _with(filled, {"id": _text(filled, part + label)})
        if key is before:
            return _with(filled, {"id": _text(key, f"{key.value}-{part}{label}")})
    if label and key is not None and key is before and isinstance(key.value, str):
        return _with(filled, {"id": _text(key, key.value + label)})
    return filled


def _with_slug(row: Node) -> Node:
    """Return a row with an id made of its question, where it has none."""
    prompt = row.get("prompt")
    if not isinstance(row.value, dict) or "id" in row.value or prompt is None:
        return row
    return _with(row, {"id": _text(row, _slug(prompt))})


def _slug(prompt: Node | None) -> str:
    text = prompt.value if prompt is not None and isinstance(prompt.value, str) else ""
    return re.sub(r"\W+", "-", text.casefold()).strip("-")[:_LONGEST_SLUG].strip("-") or "row"


def _text(at: Node, value: str) -> Node:
    return Node(at.line, at.column, value, source=at.source)


def _with(node: Node, changed: Mapping[str, Node]) -> Node:
    entries = dict(node.value) if isinstance(node.value, dict) else {}
    for key, value in changed.items():
        entries[key] = Entry(entries[key].key if key in entries else value, value)
    return Node(node.line, node.column, entries, size=node.size, source=node.source)


def _without(node: Node, keys: tuple[str, ...]) -> Node:
    entries = node.value if isinstance(node.value, dict) else {}
    kept = {key: entry for key, entry in entries.items() if key not in keys}
    return Node(node.line, node.column, kept, size=node.size, source=node.source)
