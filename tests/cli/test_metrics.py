from __future__ import annotations

from pathlib import Path

from command import Harness

SUITE = """\
temperatures: [0]
cases:
  - id: a
    prompt: How long do I have to send something back?
    expect:
      - keywords: {all: 30 days, metric: facts}
      - char_count: {max: 9, metric: brief, weight: 0}
"""


def test_named_metrics_are_shown_for_a_run_and_for_two(
    harness: Harness, shop: str, tmp_path: Path
) -> None:
    """Each metric has a row with its mean and pass rate; what weighs nothing is shown too."""
    path = tmp_path / "a.suite.yaml"
    path.write_text(SUITE, encoding="utf-8")
    run = harness("run", path, "--chatbot-id", shop).out.strip()

    shown, compared = harness("show", run), harness("compare", run, run)

    for said in (shown, compared):
        facts, brief = (
            next(line.split() for line in said.out.splitlines() if line.split()[:1] == [name])
            for name in ("facts", "brief")
        )
        assert "1.00" == facts[1]
        assert float(brief[1]) < 1
    assert "passed after" in compared.out


def test_without_metrics_there_is_no_table(harness: Harness, shop: str, demo: Path) -> None:
    """A suite that names none looks as it did."""
    run = harness("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0").out.strip()

    assert "metric" not in harness("show", run).out
