"""The report as JUnit XML: a test suite a YAML suite, a test case a question and setting."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.model.comparison import Decision

from .clean import plain
from .outcome_text import describe
from .outcomes import Ending, SettingOutcome, outcomes_of
from .view import View
from .wording import brief, score

__all__ = ["render_junit"]

LONGEST_MESSAGE = 500
LONGEST_LINE = 2_000


def render_junit(view: View) -> str:
    """Return the report as JUnit XML that Jenkins' own schema accepts.

    In a comparison a test case fails if its question got worse beyond chance, and is skipped if
    it only fails as before; a first test case stands for the verdict, so that rules that belong to
    no question are not green. In a single run a test case fails if any of its answers does.
    Answers that are missing are errors. Control characters are named, as ⟨U+001B⟩.
    """
    found = outcomes_of(view)
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", name=_attribute(view.run.suite.name))
    _add_properties(suite, view, found)
    endings = [_add_verdict(suite, view)] if view.verdict else []
    for outcome in found:
        _add_case(suite, view, outcome)
        endings.append(outcome.ending)
    totals = {
        "tests": str(len(endings)),
        "failures": str(endings.count(Ending.FAILED)),
        "errors": str(endings.count(Ending.ERRORED)),
    }
    root.attrib |= totals
    suite.attrib |= totals | {
        "skipped": str(endings.count(Ending.SKIPPED)),
        "time": _time(fsum(outcome.seconds for outcome in found)),
        "timestamp": f"{view.run.started_at:%Y-%m-%dT%H:%M:%S}",
    }
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_properties(suite: Element, view: View, found: list[SettingOutcome]) -> None:
    """Add figures and scores; the schema allows properties for a suite only."""
    properties = SubElement(suite, "properties")
    facts = [
        ("run", view.run.id),
        ("run before", view.comparison.before.id if view.comparison else ""),
        ("verdict", view.banner.headline),
        *((f"{figure.name}, before", figure.before) for figure in view.figures),
        *((figure.name, figure.after) for figure in view.figures),
        *(fact for outcome in found for fact in _scores(outcome)),
    ]
    for name, value in facts:
        if value:
            SubElement(properties, "property", name=_attribute(name), value=_attribute(value))


def _scores(outcome: SettingOutcome) -> Iterator[tuple[str, str]]:
    """Return the mean scores of a question at a setting, where there are any."""
    for name, value in (
        (f"score before of {outcome.name}", outcome.score_before),
        (f"score of {outcome.name}", outcome.score_after),
    ):
        if value is not None:
            yield name, score(value)


def _add_verdict(suite: Element, view: View) -> Ending:
    case = SubElement(suite, "testcase", classname=_attribute(view.run.suite.name), name="verdict")
    case.set("time", _time(0))
    decision = view.verdict.decision if view.verdict else Decision.INCONCLUSIVE
    rules = [f"{rule.result}: {rule.name}: {rule.measured} ({rule.allowed})" for rule in view.rules]
    text = "\n".join(plain(brief(line, LONGEST_LINE)) for line in (*view.banner.lead, *rules))
    message = _attribute(view.banner.headline)
    if decision is Decision.SHIP:
        SubElement(case, "system-out").text = text
        return Ending.PASSED
    failed = decision is Decision.DO_NOT_SHIP
    kind = "failure" if failed else "error"
    SubElement(case, kind, type=decision.value, message=message).text = text
    return Ending.FAILED if failed else Ending.ERRORED


def _add_case(suite: Element, view: View, outcome: SettingOutcome) -> None:
    case = SubElement(suite, "testcase", classname=_attribute(view.run.suite.name))
    case.set("name", _attribute(outcome.name))
    case.set("time", _time(outcome.seconds))
    message = _attribute(outcome.message)
    if outcome.ending is Ending.FAILED:
        SubElement(case, "failure", type=outcome.kind, message=message).text = describe(outcome)
    elif outcome.ending is Ending.ERRORED:
        SubElement(case, "error", type=outcome.kind, message=message).text = describe(outcome)
    elif outcome.ending is Ending.SKIPPED:
        SubElement(case, "skipped", message=message)
        SubElement(case, "system-out").text = describe(outcome)
    else:
        SubElement(case, "system-out").text = _attribute(outcome.message)


def _attribute(text: str) -> str:
    return brief(plain(brief(text, LONGEST_MESSAGE)), LONGEST_MESSAGE)


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
