"""The threshold of a promptfoo test: at least so large a share of its assertions holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .account import Account

__all__ = ["by_threshold"]

_NAMES = """
    similar rouge-n bleu gleu meteor assert-set llm-rubric factuality model-graded-factuality
    g-eval model-graded-closedqa
"""
_GRADED = frozenset(_NAMES.split())
"""What says more than yes or no there: a share of it is a share of scores."""

Pair = tuple[Mapping[str, Any], list[dict[str, Any]]]
"""An assertion, and what became of it."""


def by_threshold(written: object, pairs: Sequence[Pair], account: Account) -> list[dict[str, Any]]:
    """Return what a test expects, with its threshold where that can be said here.

    It can where every assertion was translated, says yes or no, and weighs as much as the others;
    else every expectation has to pass, and the account says so.
    """
    expect = [made for _, found in pairs for made in found]
    threshold = _share(written)
    if threshold == 0 or not expect:
        return expect  # a threshold of 0 is none there
    alike = len({str(one.get("weight") or 1) for one, _ in pairs}) == 1
    plain = all(len(found) == 1 and _says_yes_or_no(one) for one, found in pairs)
    if threshold is None or not alike or not plain:
        account.change("threshold of a test: here every expectation has to pass")
        return expect
    count = -(-int(threshold * len(expect) * 1000) // 1000)
    if count >= len(expect):
        account.translate("threshold of a test: every expectation has to pass")
        return expect
    account.translate("threshold of a test → at_least")
    if any(one.get("metric") for one, _ in pairs):
        account.leave_out("the metric of an assertion in a test with a threshold")
    return [{"at_least": {"count": max(1, count), "of": expect}}]


def _says_yes_or_no(assertion: Mapping[str, Any]) -> bool:
    kind = str(assertion.get("type", "")).removeprefix("not-")
    return kind not in _GRADED and str(assertion.get("weight") or 1) != "0"


def _share(written: object) -> float | None:
    """Return a threshold within 0 to 1, nothing for none; None where it is something else."""
    try:
        share = float(str(written)) if written is not None else 0.0
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
