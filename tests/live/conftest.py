from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty
