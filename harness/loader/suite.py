"""A suite file as a Suite, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harness.errors import Problem, SuiteError
from harness.model.suite import Suite

from .cases import Cases
from .document import Node, compose
from .head import (
    Head,
    check_temperatures,
    default_name,
    read_canaries,
    read_gate,
    read_repeats,
    read_weights,
)
from .problems import Problems
from .reading import read, sound_part
from .source import read_text, shown

__all__ = ["load_suite", "load_suites"]


def load_suite(path: str | Path) -> Suite:
    """Return the suite that a YAML file holds.

    Every scalar is text until the model says otherwise: `yes`, `1.0` and `null` are the words that
    they look like. Every expectation was bound to its scorer once, so its parameters fit.

    Raises:
        SuiteError: The file cannot be read or is wrong; it carries every problem that was found.
    """
    problems = Problems(shown(path))
    root = compose(read_text(Path(path), problems), problems)
    if root is None or root.nothing:
        problems.stop_at(1, 1, "the file is empty")
    return _read_suite(root, problems)


def load_suites(paths: Iterable[str | Path]) -> tuple[Suite, ...]:
    """Return the suites of several files, in their order.

    Raises:
        SuiteError: A file is wrong; it carries the problems of all files.
    """
    suites: list[Suite] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            suites.append(load_suite(path))
        except SuiteError as error:
            problems.extend(error.problems)
    if problems:
        raise SuiteError(problems)
    return tuple(suites)


def _read_suite(root: Node, problems: Problems) -> Suite:
    if not isinstance(root.value, dict):
        message = f"a suite is a mapping with the key 'cases', not {root.kind}"
        problems.stop_at(root.line, root.column, message)
    read(Head, root, problems)
    head, wrong = sound_part(Head, root)
    weights = read_weights(root.get("weights"), problems)
    reader = Cases(problems, head.threshold, head.language, head.facts, weights)
    reader.read_defaults(root.get("defaults"))
    cases = reader.read(root.get("cases"), root)
    gate = read_gate(root.get("gate"), problems)
    canaries = read_canaries(root.get("canaries"), problems)
    temperatures = () if "temperatures" in wrong else head.temperatures
    check_temperatures(root.get("temperatures"), temperatures, problems)
    repeats = read_repeats(root.get("repeats"), temperatures, problems)
    problems.check()
    return Suite(
        name=head.name or default_name(problems.file),
        description=head.description,
        temperatures=head.temperatures,
        repeats=repeats,
        model=head.model,
        language=head.language,
        stream=head.stream,
        gate=gate,
        canaries=canaries,
        cases=cases,
    )
