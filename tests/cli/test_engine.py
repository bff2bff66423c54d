from __future__ import annotations

import pytest

from harness.bots import open_bot
from harness.cli.engine import take_engine
from harness.errors import SettingsError


def test_this_process_asks_where_nothing_else_is_said() -> None:
    """The usual way knows nothing of clusters."""
    options = {"engine": "local", "scheduler": None, "store": "x"}

    assert take_engine(options) is open_bot
    assert {"store": "x"} == options


def test_a_scheduler_without_the_engine_is_refused() -> None:
    """Whoever names a cluster wants it to ask: it must not be ignored."""
    with pytest.raises(SettingsError, match="give --engine dask too"):
        take_engine({"engine": "local", "scheduler": "tcp://host:8786"})
