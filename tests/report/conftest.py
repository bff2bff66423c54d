"""What the tests of the report share: golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REWRITE = "HARNESS_REWRITE_GOLDEN"
"""Set it to write the golden files anew, and then read the difference before it is kept."""


@pytest.fixture
def same_as_golden() -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name, byte by byte."""

    def check(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get(REWRITE):
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes(), f"set {REWRITE}=1 to write {name} anew"

    return check
