"""Time and size of every form of a report but the page, for 1,000 and 10,000 questions.

    python benchmarks/forms.py

The comparison is that of benchmarks/report.py. The ratio of the two times shows whether a form
grows with its questions (10) or faster; what has a limit grows less.
"""

from __future__ import annotations

import time

from report import runs

from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.report.formats import formats
from harness.report.view import View, build_view

SIZES = (1_000, 10_000)


def view_of(questions: int) -> View:
    """Return a comparison of so many questions."""
    before, after = runs(questions)
    comparison = compare(before, after)
    return build_view(comparison, judge(comparison, after.suite.gate))


def main() -> None:
    """Print a line for each form."""
    views = [view_of(size) for size in SIZES]
    print(f"{'form':22}{'1,000 questions':>22}{'10,000 questions':>22}   ratio of times")
    for name in formats:
        if name == "html":
            continue
        seconds, cells = [], ""
        for view in views:
            begin = time.perf_counter()
            size = len(formats.get(name)(view)) / 1024
            seconds.append(time.perf_counter() - begin)
            cells += f"{f'{seconds[-1]:.2f} s {size:,.0f} KB':>22}"
        print(f"{name:22}{cells}   {seconds[1] / max(seconds[0], 1e-4):.1f}")


if __name__ == "__main__":
    main()
