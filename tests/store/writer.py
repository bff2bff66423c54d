"""Add trials to a run until the end or a kill; print the number of each that is kept.

Usage: python writer.py URL RUN_ID COUNT
"""

import sys
from datetime import UTC, datetime

from harness.model.run import Answer, Exchange, Setting, Trial, TrialKey
from harness.store.store import Store

url, run_id, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store(url) as store:
    for number in range(count):
        key = TrialKey("refund", Setting(0.0), number)
        exchange = Exchange("How long?", Answer("x" * 1000, 0.5))
        store.add(run_id, Trial(key, "0123456789abcdef", (exchange,), datetime.now(UTC)))
        print(number, flush=True)  # noqa: T201 (the test counts on it)
