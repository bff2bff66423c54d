"""The views of every state of a report, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.report.view import View, build_run_view, build_view

from . import builders

__all__ = ["STATES"]


def _of(state: Callable[[], builders.State]) -> Callable[[], View]:
    return lambda: build_view(*state())


STATES: dict[str, Callable[[], View]] = {
    "do_not_ship": _of(builders.do_not_ship),
    "ready": _of(builders.ready),
    "ready_but_look": _of(builders.ready_but_look),
    "exactly_as_before": _of(builders.exactly_as_before),
    "part_missing": _of(builders.part_missing),
    "bot_did_not_answer": _of(builders.bot_did_not_answer),
    "cannot_compare": _of(builders.cannot_compare),
    "nothing_paired": _of(builders.nothing_paired),
    "single_run": lambda: build_run_view(builders.single_run()),
    "single_run_empty": lambda: build_run_view(replace(builders.single_run(), trials=())),
}
