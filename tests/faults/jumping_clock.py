"""Run the command under a wall clock that jumps by up to two days at each look."""

import sys
import time
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from random import Random

dice = Random()
real = time.time


class Jumping(datetime):
    """A clock that nobody should rely on."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Return about now."""
        return datetime.now(tz) + timedelta(days=dice.uniform(-2, 2))


time.time = lambda: real() + dice.uniform(-200_000, 200_000)
for name in ("evaluation", "runner.conversation", "store.leases", "store.migrations"):
    import_module(f"harness.{name}").datetime = Jumping  # type: ignore[attr-defined]

from harness.cli.main import main  # noqa: E402 (after the clock)

sys.argv[0] = "harness"
main()
