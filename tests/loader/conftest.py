from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import Problem, SuiteError
from harness.loader import check_suite, load_suite
from harness.model.suite import Suite

Load = Callable[[str | bytes], Suite]
Complain = Callable[[str | bytes], list[str]]
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file beside the suite."""

    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return write


@pytest.fixture
def warn(load: Load, tmp_path: Path) -> Complain:
    """Return the warnings of a suite that can be used as "line:column: message"."""

    def warn(text: str | bytes) -> list[str]:
        load(text)
        _, problems = check_suite(tmp_path / "shop.suite.yaml")
        assert all(one.warning for one in problems)
        return [_shown(one) for one in problems]

    return warn


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a suite from text, in a file called shop.suite.yaml."""

    def load(text: str | bytes) -> Suite:
        path = tmp_path / "shop.suite.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_suite(path)

    return load


@pytest.fixture
def complain(load: Load) -> Complain:
    """Return the problems of a wrong suite as "line:column: message"."""

    def complain(text: str | bytes) -> list[str]:
        with pytest.raises(SuiteError) as caught:
            load(text)
        return [_shown(one) for one in caught.value.problems]

    return complain


def _shown(problem: Problem) -> str:
    """Return place and message; the name of a file beside the suite comes first."""
    name = Path(problem.file).name
    before = "" if name == "shop.suite.yaml" else f"{name}:"
    return f"{before}{problem.line}:{problem.column}: {problem.message}"
