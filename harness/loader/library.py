"""What a suite file and the files it includes hold together: variables, shared parts, cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import SettingsError, did_you_mean

from .blocks import Block, read_blocks
from .document import Node
from .files import Files
from .problems import Problems
from .reading import Filled, Written, read
from .variables import Variable, read_variables

__all__ = ["Library"]


class _Included(Written):
    """What a file to be included may hold."""

    description: Filled | None = None
    include: Any = None
    vars: Any = None
    env: Any = None
    expectations: Any = None
    cases: Any = None


class Library:
    """Gathers from a suite file and what it includes; the nearer file counts."""

    def __init__(self, problems: Problems, files: Files) -> None:
        """Start empty."""
        self._problems = problems
        self._files = files
        self._seen: set[Path] = set()
        self.variables: dict[str, Variable] = {}
        self.environment: dict[str, str] = {}
        """What environment variables are taken to be that are not set."""
        self.blocks: dict[str, Block] = {}
        self.own: dict[str, Variable] = {}
        """The variables of the suite file itself."""
        self.own_blocks: dict[str, Block] = {}
        self.cases: list[Node] = []
        """The lists of cases, those of included files first."""

    def gather(self, root: Node, path: Path, given: Mapping[str, str]) -> None:
        """Take in a suite file.

        Args:
            root: its document.
            path: where it is.
            given: values of variables from the command line.
        """
        self._seen.add(path.resolve())
        self._include(root.get("include"))
        self.own = read_variables(root.get("vars"), self._problems)
        self.own_blocks = read_blocks(root.get("expectations"), self._problems)
        self._take(root, self.own, self.own_blocks)
        for name, value in given.items():
            if name not in self.variables:
                hint = did_you_mean(name, self.variables)
                raise SettingsError(f"--var {name}: the suite has no such variable{hint}")
            key = self.variables[name].key
            node = Node(key.line, key.column, value, source=key.source, literal=True)
            self.variables[name] = Variable(key, node)
            if name in self.own:
                self.own[name] = self.variables[name]

    def _take(
        self, root: Node, variables: Mapping[str, Variable], blocks: Mapping[str, Block]
    ) -> None:
        self.variables.update(variables)
        self.blocks.update(blocks)
        defaults = read_variables(root.get("env"), self._problems)
        for name, variable in defaults.items():
            if isinstance(variable.value.value, str):
                self.environment[name] = variable.value.value
            else:
                self._problems.add(variable.value, f"'{name}' must be a text")
        cases = root.get("cases")
        if cases is not None:
            self.cases.append(cases)

    def _include(self, node: Node | None) -> None:
        if node is None or node.nothing:
            return
        for reference in node.value if isinstance(node.value, list) else [node]:
            if not isinstance(reference.value, str) or reference.nothing:
                self._problems.add(reference, "'include' must be the name of a file, or a list")
                continue
            for path in self._files.find(reference):
                self._include_file(path, reference)

    def _include_file(self, path: Path, reference: Node) -> None:
        try:
            resolved = path.resolve()
        except (OSError, ValueError):
            resolved = path
        if resolved in self._seen:
            return
        self._seen.add(resolved)
        found = self._files.compose(path, reference)
        if found is None:
            return
        root, inner = found
        if not isinstance(root.value, dict):
            inner.add(root, f"a file to be included is a mapping, not {root.kind}")
            return
        read(_Included, root, inner)
        self._include(root.get("include"))
        self._take(
            root,
            read_variables(root.get("vars"), inner),
            read_blocks(root.get("expectations"), inner),
        )
