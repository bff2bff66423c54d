from __future__ import annotations

import json
from pathlib import Path

from command import Harness

CONFIG = "prompts: ['{{q}}']\ntests: [{vars: {q: A}, assert: [{type: equals, value: b}]}]\n"


def test_a_configuration_becomes_a_suite_that_passes_the_check(harness: Harness) -> None:
    """The account is printed, the suite is written once and is sound."""
    Path("promptfooconfig.yaml").write_text(CONFIG)

    said = harness("import", "promptfoo", "promptfooconfig.yaml", "-o", "mine.suite.yaml")

    assert 0 == said.code
    assert "assertion equals → exact" in said.out
    assert 0 == harness("check", "mine.suite.yaml").code
    again = harness("import", "promptfoo", "promptfooconfig.yaml", "-o", "mine.suite.yaml")
    assert 2 == again.code
    assert "exists already" in again.err


def test_a_table_becomes_a_suite(harness: Harness) -> None:
    """It is written beside the table unless told otherwise."""
    Path("faq.csv").write_text("question,answer\nWhere?,In Hamburg\n")

    assert 0 == harness("import", "csv", "faq.csv").code
    assert 0 == harness("check", "faq.suite.yaml").code


def test_results_become_a_kept_run(harness: Harness) -> None:
    """The run is kept under its label, to be shown and compared."""
    result = {
        "promptIdx": 0,
        "testIdx": 0,
        "provider": {"id": "x"},
        "prompt": {"raw": "Where?"},
        "testCase": {"assert": [{"type": "equals", "value": "Here"}]},
        "response": {"output": "Here"},
    }
    data = {"results": {"version": 3, "timestamp": "", "results": [result]}}
    Path("r.json").write_text(json.dumps(data))

    assert 0 == harness("import", "results", "r.json", "--label", "old").code
    assert "where" in harness("show", "old").out
