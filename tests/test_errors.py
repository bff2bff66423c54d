from __future__ import annotations

import inspect
import pickle

import pytest

from harness import errors
from harness.errors import (
    BotRefused,
    BotUnavailable,
    BotUnreachable,
    ClusterLost,
    HarnessError,
    Problem,
    SuiteError,
    UnknownPlugin,
    did_you_mean,
)


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


@pytest.mark.parametrize(
    "error",
    [
        BotRefused("no credits", status=403),
        BotUnavailable("later", status=429, retry_after_seconds=2.5),
        SuiteError([Problem("a.yaml", 3, 5, "wrong")]),
        UnknownPlugin("scorer", "keyword", ["keywords"]),
        ClusterLost("gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_travels_between_processes(error: HarnessError) -> None:
    """With its words and all that it knows."""
    there = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)

    assert type(there) is type(error)
    assert str(error) == str(there)
    assert vars(error) == vars(there)


def test_a_bare_error_has_its_cause_as_words_alone() -> None:
    """What is asked again depends on whether it was a timeout; the request must not come along."""
    error = BotUnavailable("no answer", status=503)
    error.__cause__ = TimeoutError("10 s")
    odd = BotUnreachable("odd")
    odd.__cause__ = UnicodeDecodeError("utf-8", b"x", 0, 1, "bad")

    bare = error.bare()

    assert ("no answer", 503) == (str(bare), bare.status)
    assert isinstance(bare.__cause__, TimeoutError)
    assert bare.__cause__ is not error.__cause__
    assert "10 s" == str(bare.__cause__)
    assert odd.bare().__cause__ is None
