from __future__ import annotations

import inspect

from harness import errors
from harness.errors import BotRefused, HarnessError, Problem, SuiteError, did_you_mean


def test_the_drawn_tree_is_the_real_one() -> None:
    """Every error stands in the docstring of its module, and none that is not there."""
    classes = {
        name
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and issubclass(thing, HarnessError)
    }
    drawn = {word for word in errors.__doc__.replace("─", " ").split() if word in classes}

    assert classes == drawn


def test_only_key_and_plan_stop_the_run() -> None:
    """401 and 403 concern every question, other refusals only one."""
    assert [True, True, False, False] == [
        BotRefused("x", status=status).stops_the_run for status in (401, 403, 400, 404)
    ]


def test_a_suite_error_names_every_place() -> None:
    """One line a problem, as editors understand it."""
    error = SuiteError([Problem("a.yaml", 3, 5, "wrong"), Problem("a.yaml", 9, 1, "too")])

    assert "a.yaml:3:5: wrong\na.yaml:9:1: too" == str(error)


def test_a_suggestion_is_made_only_for_near_words() -> None:
    """A word far from all known ones gets none."""
    assert "; did you mean 'prompt'?" == did_you_mean("promt", ["prompt", "expect"])
    assert "" == did_you_mean("zzz", ["prompt", "expect"])
