"""The variables of a suite, and the filling of texts with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.errors import did_you_mean

from .document import Entry, Node, Plain, plain
from .problems import Problems
from .template import Fault, Template, has_template, only_name, parse

__all__ = ["Filler", "Scope", "Variable", "read_variables"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = {"env", "loop", "true", "false", "none", "True", "False", "None"}
_SECRET = re.compile(r"key|token|secret|passw|credential|auth", re.IGNORECASE)
_MOST_CHARACTERS = 64 * 1024 * 1024
"""So many characters may be filled in for one suite."""


@dataclass(slots=True, eq=False)
class Variable:
    """A name, its value, and whether anybody asked for it."""

    key: Node
    value: Node
    used: bool = False


@dataclass(slots=True, eq=False)
class Scope:
    """The variables that one case sees, and what they come to."""

    variables: Mapping[str, Variable]
    who: str = ""
    """Whose they are, for messages."""
    known: dict[str, Plain] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def read_variables(node: Node | None, problems: Problems) -> dict[str, Variable]:
    """Return the variables of a mapping; what cannot be one is noted."""
    if node is None or node.nothing:
        return {}
    if not isinstance(node.value, dict):
        problems.add(node, f"variables must be a mapping of names to values, not {node.kind}")
        return {}
    found: dict[str, Variable] = {}
    for name, entry in node.value.items():
        if not _NAME.fullmatch(name) or name in _RESERVED:
            problems.add(
                entry.key, f"'{name[:60]}' cannot name a variable: letters, digits and _ can"
            )
        elif entry.value.nothing:
            problems.add(entry.key, f"'{name}' has no value")
        else:
            found[name] = Variable(entry.key, entry.value)
    return found


class Filler:
    """Fills variables in; what is wrong is noted, each mistake of a text once."""

    def __init__(
        self,
        problems: Problems,
        defaults: Mapping[str, str],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start with the environment of the process.

        Args:
            problems: takes what is wrong.
            defaults: values of environment variables that are not set.
            environment: the environment variables, where not those of the process.
        """
        self._problems = problems
        self._environment = {
            **defaults,
            **(os.environ if environment is None else environment),
        }
        self._left = _MOST_CHARACTERS
        self._told: set[tuple[int, str]] = set()
        self.faulty = False
        """Whether a text could not be filled in: then nobody knows what is used."""

    def fill(self, node: Node, scope: Scope) -> Node:
        """Return the node with all texts in it filled; the same one where there is nothing to do.

        A text that cannot be filled stays as it is.
        """
        if node.literal:
            return node
        if isinstance(node.value, str):
            return self._text(node, scope) if has_template(node.value) else node
        if isinstance(node.value, list):
            items = [self.fill(item, scope) for item in node.value]
            same = all(map(_is, items, node.value))
            return node if same else _like(node, items)
        entries = {
            key: Entry(entry.key, self.fill(entry.value, scope))
            for key, entry in node.value.items()
        }
        if all(entries[key].value is entry.value for key, entry in node.value.items()):
            return node
        return _like(node, entries)

    def note_unused(self, variables: Iterable[tuple[str, Variable]], what: str) -> None:
        """Note the variables that nobody asked for."""
        if self.faulty:
            return
        for name, variable in variables:
            if not variable.used:
                self._problems.add(variable.key, f"{what} '{name}'")

    def _text(self, node: Node, scope: Scope) -> Node:
        text = str(node.value)
        try:
            template = parse(text)
            if not self._knows(template, node, scope):
                return node
            name = only_name(text)
            value = self._value(name, scope) if name else ""
            if not isinstance(value, str):
                return _tree(value, node)
            filled = template.fill(self._values(template, scope))
        except Fault as fault:
            self._complain(node, fault)
            return node
        self._left -= len(filled)
        if self._left < 0:
            self._problems.stop_at(
                node.line, node.column, f"filled in, more than {_MOST_CHARACTERS:,} characters"
            )
        return _like(node, filled)

    def _knows(self, template: Template, node: Node, scope: Scope) -> bool:
        """Tell whether all that a template needs is there; note what is not."""
        unknown = [n for n in template.names if n not in scope.variables and n != "env"]
        for name in unknown:
            hint = did_you_mean(name, scope.variables) or _listed(scope.variables)
            self._complain(
                node, Fault(f"there is no variable '{name}'{scope.who}{hint}", name), name
            )
        if "env" in template.names and not template.environment:
            self._complain(node, Fault("name the environment variable: env.NAME", "env"))
            unknown.append("env")
        for name in template.environment:
            if message := self._refusal(name):
                self._complain(node, Fault(message, name))
                unknown.append(name)
        return not unknown

    def _refusal(self, name: str) -> str:
        if _SECRET.search(name):
            return f"the environment variable '{name}' looks like a secret: it stays out of suites"
        if name not in self._environment:
            return f"the environment variable '{name}' is not set; 'env' can give it a default"
        return ""

    def _values(self, template: Template, scope: Scope) -> dict[str, Plain]:
        values: dict[str, Plain] = {
            name: self._value(name, scope)
            for name in (*template.names, *template.optional)
            if name in scope.variables
        }
        if template.environment:
            values["env"] = {name: self._environment[name] for name in template.environment}
        return values

    def _value(self, name: str, scope: Scope) -> Plain:
        """Return what a variable comes to, with those filled in that its own text names."""
        variable = scope.variables[name]
        variable.used = True
        if name not in scope.known:
            if name in scope.open:
                raise Fault(f"the variable '{name}' stands inside itself", name)
            scope.open.append(name)
            try:
                scope.known[name] = plain(self.fill(variable.value, scope))
            finally:
                scope.open.pop()
        return scope.known[name]

    def _complain(self, node: Node, fault: Fault, once: str = "") -> None:
        """Note a fault where it is; a missing name once for each text."""
        self.faulty = True
        if once:
            key = (id(node), once)
            if key in self._told:
                return
            self._told.add(key)
        self._problems.add(_spot(node, fault), str(fault))


def _is(one: object, other: object) -> bool:
    return one is other


def _like(node: Node, value: str | list[Node] | dict[str, Entry]) -> Node:
    return Node(node.line, node.column, value, size=node.size, source=node.source)


def _tree(value: Plain, at: Node) -> Node:
    """Return plain data as nodes that all stand where `at` stands."""
    if isinstance(value, str):
        return _like(at, value)
    if isinstance(value, list):
        return _like(at, [_tree(item, at) for item in value])
    return _like(at, {key: Entry(_like(at, key), _tree(item, at)) for key, item in value.items()})


def _spot(node: Node, fault: Fault) -> Node:
    """Return where in a text the fault is: at its word, looked for in the lines of the file."""
    if node.source is None or not isinstance(node.value, str):
        return node
    last = node.line + node.value.count("\n") + 1
    if not fault.word:
        return node
    pattern = re.compile(rf"\{{[{{%].*?(?<!\w)({re.escape(fault.word)})(?!\w)")
    for number in range(node.line, last + 1):
        start = node.column - 1 if number == node.line else 0
        if match := pattern.search(node.source.line(number), start):
            return Node(number, match.start(1) + 1, "", source=node.source)
    return node


def _listed(names: Iterable[str]) -> str:
    known = sorted(names)[:10]
    return f" (known: {', '.join(known)})" if known else "; 'vars' can have it"
