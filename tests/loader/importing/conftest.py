from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.loader import load_suite
from harness.loader.importing.account import Account
from harness.loader.importing.promptfoo import import_promptfoo
from harness.loader.importing.writing import as_yaml
from harness.model.suite import Suite

Import = Callable[[str], tuple[Suite, Account]]


@pytest.fixture
def take(tmp_path: Path) -> Import:
    """Import a configuration from text, and load the suite that is written."""

    def take(text: str) -> tuple[Suite, Account]:
        path = tmp_path / "promptfooconfig.yaml"
        path.write_text(text, encoding="utf-8")
        made: dict[str, Any]
        made, account = import_promptfoo(path)
        suite = tmp_path / "imported.suite.yaml"
        suite.write_text(as_yaml(made, ["Imported."]), encoding="utf-8")
        return load_suite(suite), account

    return take
