from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import SuiteError
from harness.loader import load_suite
from harness.model.suite import Suite

Load = Callable[[str | bytes], Suite]
Complain = Callable[[str | bytes], list[str]]


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
        assert all(one.file.endswith("shop.suite.yaml") for one in caught.value.problems)
        return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]

    return complain
