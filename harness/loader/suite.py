"""A suite file as a Suite, or all that is wrong with it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from harness.errors import Problem, SuiteError
from harness.model.suite import Case, Suite

from .cases import Cases
from .document import Entry, Node, compose
from .expansion import Expansion
from .expectations import Expectations
from .files import Files
from .head import (
    Head,
    check_temperatures,
    default_name,
    read_canaries,
    read_gate,
    read_repeats,
    read_weights,
)
from .library import Library
from .lint import Checked, lint, lint_canaries
from .problems import Problems
from .reading import read, sound_part
from .source import read_text, shown
from .variables import Filler, Scope

__all__ = ["check_suite", "load_suite", "load_suites"]


def load_suite(path: str | Path, given: Mapping[str, str] | None = None) -> Suite:
    """Return the suite that a YAML file holds, with the files that it names.

    Every scalar is text until the model says otherwise: `yes`, `1.0` and `null` are the words that
    they look like. Every expectation was bound to its scorer once, so its parameters fit.

    Args:
        path: the file.
        given: values of variables, instead of those in the file.

    Raises:
        SuiteError: The file cannot be read or is wrong; it carries every problem that was found.
        SettingsError: A variable is given that the suite does not have.
    """
    suite, problems = _load(path, given, doubt=False)
    if suite is None:
        raise SuiteError([one for one in problems if not one.warning])
    return suite


def check_suite(
    path: str | Path, given: Mapping[str, str] | None = None
) -> tuple[Suite | None, list[Problem]]:
    """Return the suite of a file with everything that is or may be wrong; None where errors are.

    Raises:
        SettingsError: A variable is given that the suite does not have.
    """
    return _load(path, given, doubt=True)


def _load(
    path: str | Path, given: Mapping[str, str] | None, *, doubt: bool
) -> tuple[Suite | None, list[Problem]]:
    problems = Problems(shown(path), folder=Path(path).parent)
    try:
        with _no_collecting():
            suite = _read_suite(Path(path), problems, given or {}, doubt=doubt)
    except SuiteError:
        suite = None
    return suite, problems.sorted()


def load_suites(
    paths: Iterable[str | Path], given: Mapping[str, str] | None = None
) -> tuple[Suite, ...]:
    """Return the suites of several files, in their order.

    Raises:
        SuiteError: A file is wrong; it carries the problems of all files.
    """
    suites: list[Suite] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            suites.append(load_suite(path, given))
        except SuiteError as error:
            problems.extend(error.problems)
    if problems:
        raise SuiteError(problems)
    return tuple(suites)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking a growing tree again and again: a third of the time.

    The tree has no cycles; what is dropped goes by reference counts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_suite(
    path: Path, problems: Problems, given: Mapping[str, str], *, doubt: bool
) -> Suite | None:
    """Return the suite of a file; None where something is wrong, which is noted.

    Raises:
        SuiteError: the file cannot be read on; everything that is known is noted too.
        SettingsError: a variable is given that the suite does not have.
    """
    root = compose(read_text(path, problems), problems)
    if root is None or root.nothing:
        problems.stop_at(1, 1, "the file is empty")
    if not isinstance(root.value, dict):
        message = f"a suite is a mapping with the key 'cases', not {root.kind}"
        problems.stop_at(root.line, root.column, message)
    files = Files(problems)
    library = Library(problems, files)
    library.gather(root, path, given)
    return _Reader(root, problems, files, library).read(doubt=doubt)


class _Reader:
    """Reads a suite whose variables and shared parts are gathered."""

    def __init__(self, root: Node, problems: Problems, files: Files, library: Library) -> None:
        self._problems = problems
        self._library = library
        self._filler = Filler(problems, library.environment)
        self._expansion = Expansion(problems, files, self._filler, library.variables)
        self._root = root
        self._head = self._filled(root)

    def _filled(self, root: Node) -> Node:
        """Return the head with its variables filled in; what has its own scope stays as it is."""
        entries = root.value if isinstance(root.value, dict) else {}
        scope = Scope(self._library.variables)
        apart = {"vars", "cases", "defaults", "expectations", "env", "include"}
        filled = {
            key: entry if key in apart else Entry(entry.key, self._filler.fill(entry.value, scope))
            for key, entry in entries.items()
        }
        return Node(root.line, root.column, filled, size=root.size, source=root.source)

    def read(self, *, doubt: bool) -> Suite | None:
        """Return the suite, or None; where wanted, also look for what may be wrong."""
        node, problems = self._head, self._problems
        read(Head, node, problems)
        head, wrong = sound_part(Head, node)
        temperatures = () if "temperatures" in wrong else head.temperatures
        check_temperatures(node.get("temperatures"), temperatures, problems)
        repeats = read_repeats(node.get("repeats"), temperatures, problems)
        cases, checked = self._cases(head, repeats)
        gate = read_gate(node.get("gate"), problems)
        canaries = read_canaries(node.get("canaries"), problems)
        self._note_unused()
        if problems.errors():
            return None
        if doubt:
            lint(checked, problems)
            lint_canaries(canaries, node.get("canaries"), problems)
        return Suite(
            name=head.name or default_name(problems.file),
            description=head.description,
            language=head.language,
            temperatures=head.temperatures,
            repeats=repeats,
            model=head.model,
            stream=head.stream,
            gate=gate,
            canaries=canaries,
            cases=cases,
        )

    def _cases(
        self, head: Head, repeats: Mapping[float, int]
    ) -> tuple[tuple[Case, ...], list[Checked]]:
        weights = read_weights(self._head.get("weights"), self._problems)
        expectations = Expectations(
            self._problems,
            self._library.blocks,
            self._filler,
            language=head.language,
            weights=weights,
        )
        reader = Cases(self._problems, expectations, self._filler, head, repeats)
        reader.read_defaults(self._root.get("defaults"))
        if not self._library.cases:
            self._problems.add(self._root, "'cases' is missing")
        found = [reader.read(node, self._expansion) for node in self._library.cases]
        return tuple(case for part in found for case in part), reader.checked

    def _note_unused(self) -> None:
        message = "no prompt and no expectation uses the variable"
        self._filler.note_unused(self._library.own.items(), message)
        for name, block in self._library.own_blocks.items():
            if not block.used:
                self._problems.warn(block.key, f"no case uses the shared expectations '{name}'")
