from __future__ import annotations

import pytest

from harness.errors import SuiteError
from harness.loader.problems import Problems


def test_problems_come_once_and_in_the_order_of_the_file() -> None:
    """Noted twice, a problem is told once; a later line comes later."""
    problems = Problems("a.yaml")
    for line, column in ((10, 1), (9, 5), (9, 2), (10, 1)):
        problems.add_at(line, column, "wrong")
    with pytest.raises(SuiteError) as caught:
        problems.check()
    assert str(caught.value).split("\n") == [
        "a.yaml:9:2: wrong",
        "a.yaml:9:5: wrong",
        "a.yaml:10:1: wrong",
    ]


def test_no_problem_is_no_error() -> None:
    """Checking raises only what was noted; stopping raises at once, with all before."""
    problems = Problems("a.yaml")
    problems.check()
    problems.add_at(2, 1, "second")
    with pytest.raises(SuiteError) as caught:
        problems.stop_at(1, 1, "first")
    assert [one.message for one in caught.value.problems] == ["first", "second"]
