"""promptfoo's assertions as expectations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, TypeAlias

from pydantic import ValidationError

from harness.errors import HarnessError
from harness.model.suite import Expectation
from harness.scorers import bind

from .account import Account
from .code import read_code
from .judged import can_judge, rubric_of
from .reading import many

__all__ = ["Expected", "translate"]

Expected: TypeAlias = "dict[str, Any]"
"""One expectation as it is written: a scorer's name with its parameters."""
_Made: TypeAlias = "Expected | None"
_Assertion: TypeAlias = "Mapping[str, Any]"
_Make: TypeAlias = "Callable[[_Assertion], _Made]"

_NOT = "not-"
_READ = {"type", "value", "threshold", "weight", "metric", "assert", "$ref"}
_JUDGED = """
    llm-rubric factuality answer-relevance context-recall context-relevance context-faithfulness
    g-eval model-graded-closedqa model-graded-factuality select-best moderation pi classifier
"""
_GRADED = frozenset(_JUDGED.split())
_OTHERWISE = {
    "similar": "similar → says: words are compared, not embeddings; its threshold goes",
    "rouge-n": "rouge-n: the values of two libraries may differ by some hundredths",
    "bleu": "bleu: the values of two libraries may differ by some hundredths",
    "gleu": "gleu: the values of two libraries may differ by some hundredths",
    "meteor": "meteor → chrf: another measure of common words, with the same threshold",
}
"""What means something else here."""


def translate(
    assertion: Mapping[str, Any], account: Account, *, judge: bool = False
) -> list[Expected]:
    """Return the expectations that an assertion means; none where it is left out.

    Args:
        assertion: as it stands in the configuration, its variables filled in.
        account: takes what became of it.
        judge: whether a model may be expected to judge.
    """
    name = str(assertion.get("type", ""))
    negated = name.startswith(_NOT)
    kind = name.removeprefix(_NOT)
    if kind == "assert-set":
        return _set(assertion, account, judge=judge)
    if kind in _GRADED:
        return _graded(name, assertion, account, judge=judge)
    make = _KINDS.get(kind)
    made = make(assertion) if make else None
    if made is None:
        why = "there is no such scorer here" if make is None else "its value has no counterpart"
        account.leave_out(f"assertion {name or 'without a type'}: {why}")
        return []
    if kind in _OTHERWISE:
        account.change(f"assertion {_OTHERWISE[kind]}")
    return _finished(name, {"not": made} if negated else made, assertion, account)


def _finished(
    name: str, made: Expected, assertion: Mapping[str, Any], account: Account
) -> list[Expected]:
    """Add weight and metric, and make sure that the scorer takes it all."""
    for key in assertion.keys() - _READ:
        account.leave_out(f"assertion {name}: its '{key}'")
    ((scorer, parameters),) = made.items()
    extra = {key: assertion[key] for key in ("weight", "metric") if assertion.get(key) is not None}
    if extra:
        inner = parameters if isinstance(parameters, dict) else {_short(scorer): parameters}
        parameters = {**inner, **extra}
    try:
        whole = parameters if isinstance(parameters, dict) else {_short(scorer): parameters}
        bind(Expectation(scorer=scorer, parameters=whole))
    except (HarnessError, ValidationError) as error:
        problem = str(error).splitlines()[0]
        account.leave_out(f"assertion {name}: the scorer '{scorer}' does not take it ({problem})")
        return []
    account.translate(f"assertion {name} → {scorer}")
    return [{scorer: parameters}]


def _short(scorer: str) -> str:
    from harness.scorers import scorers

    return scorers.get(scorer).shorthand or "text"


def _set(assertion: Mapping[str, Any], account: Account, *, judge: bool) -> list[Expected]:
    """Translate a set: all of its parts, or at least a share of them."""
    parts = [
        made
        for part in many(assertion.get("assert"))
        if isinstance(part, dict)
        for made in translate(part, account, judge=judge)
    ]
    whole = len(many(assertion.get("assert")))
    if not parts or len(parts) < whole:
        if whole:
            account.leave_out("assertion assert-set: not all of its parts could be translated")
        return []
    threshold = _number(assertion.get("threshold"))
    if threshold is None or threshold >= 1:
        return _finished("assert-set", {"all_of": {"of": parts}}, assertion, account)
    count = max(1, -(-int(threshold * whole * 1000) // 1000))
    account.change(
        f"assertion assert-set with threshold {threshold:g}: at least {count} of {whole} hold; "
        "its parts are not weighted"
    )
    return _finished("assert-set", {"at_least": {"count": count, "of": parts}}, assertion, account)


def _graded(name: str, assertion: _Assertion, account: Account, *, judge: bool) -> list[Expected]:
    """Translate what a model judges: by a rubric, or where an expected answer is named."""
    value = _text(assertion)
    if name in {"factuality", "model-graded-factuality"} and value:
        account.change(f"assertion {name} → says: words and facts are compared, no model judges")
        return [{"says": value}]
    rubric = rubric_of(name.removeprefix(_NOT), assertion)
    if rubric and judge and can_judge():
        account.change(f"assertion {name} → judge: the model of HARNESS_JUDGE_MODEL judges")
        made = {"not": rubric} if name.startswith(_NOT) else rubric
        return _finished(name, made, assertion, account)
    how = ": set HARNESS_JUDGE_URL and HARNESS_JUDGE_MODEL, and import again"
    more = how if rubric and judge else ""
    account.leave_out(f"assertion {name}: it needs a judging model{more}")
    return []


def _text(assertion: Mapping[str, Any]) -> str:
    value = assertion.get("value")
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None


def _as(scorer: str) -> _Make:
    """Return a translation that hands the text on."""

    def make(assertion: _Assertion) -> _Made:
        value = assertion.get("value")
        if isinstance(value, dict | list):
            return None
        return {scorer: {"text": value, "normalize": "no"}} if value else None

    return make


def _list(scorer: str) -> _Make:
    """Return a translation of a list, which may be written as one text with commas."""

    def make(assertion: _Assertion) -> _Made:
        value = assertion.get("value")
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        texts = [text for text in many(value) if isinstance(text, str)]
        return {scorer: {"text": texts, "normalize": "no"}} if texts else None

    return make


def _flag(scorer: str) -> _Make:
    """Return a translation of an assertion that needs no value."""

    def make(assertion: _Assertion) -> _Made:
        return {scorer: {}} if not assertion.get("value") else None

    return make


def _equals(assertion: _Assertion) -> _Made:
    value = assertion.get("value")
    if isinstance(value, dict | list):
        return {"is_json": {"json_schema": {"const": value}}}
    return {"exact": {"text": value, "normalize": "no"}} if value else None


def _says(assertion: _Assertion) -> _Made:
    return {"says": _text(assertion)} if _text(assertion) else None


def _regex(assertion: _Assertion) -> _Made:
    return {"regex": _text(assertion)} if _text(assertion) else None


def _starts(assertion: _Assertion) -> _Made:
    text = _text(assertion)
    marks = {"case_sensitive": "yes", "normalize": "no"}
    return {"starts_with": {"text": text, **marks}} if text else None


def _json(scorer: str) -> _Make:
    def make(assertion: _Assertion) -> _Made:
        schema = assertion.get("value")
        if not schema:
            return {scorer: {}}
        if isinstance(schema, str):
            try:
                schema = json.loads(schema)
            except ValueError:
                return None
        return {scorer: {"json_schema": json.dumps(schema, ensure_ascii=False)}}

    return make


def _word_count(assertion: _Assertion) -> _Made:
    value = assertion.get("value")
    if isinstance(value, dict):
        return {"word_count": {key: value[key] for key in ("min", "max") if key in value}}
    return {"word_count": {"exactly": value}} if _number(value) is not None else None


def _levenshtein(assertion: _Assertion) -> _Made:
    text, most = _text(assertion), _number(assertion.get("threshold"))
    edits = 5 if most is None else int(most)
    return {"levenshtein": {"text": text, "max_edits": str(edits), "normalize": "no"}}


def _overlap(scorer: str, usual: float, **more: str) -> _Make:
    """Return a translation to a share of common words, whose tools count a little otherwise."""

    def make(assertion: _Assertion) -> _Made:
        threshold = _number(assertion.get("threshold"))
        mark = usual if threshold is None else threshold
        if not _text(assertion) or not 0 <= mark <= 1:
            return None
        return {scorer: {"text": _text(assertion), **more, "threshold": f"{mark:g}"}}

    return make


def _similar(assertion: _Assertion) -> _Made:
    texts = [text for text in many(assertion.get("value")) if isinstance(text, str) and text]
    if not texts:
        return None
    return {"says": texts[0] if len(texts) == 1 else {"text": texts}}


def _latency(assertion: _Assertion) -> _Made:
    milliseconds = _number(assertion.get("threshold"))
    return {"latency": f"{milliseconds / 1000:g}"} if milliseconds else None


def _code(assertion: _Assertion) -> _Made:
    return read_code(_text(assertion))


_KINDS: dict[str, _Make] = {
    "equals": _equals,
    "says": _says,
    "contains": _as("contains"),
    "icontains": _as("icontains"),
    "contains-any": _list("contains_any"),
    "contains-all": _list("contains_all"),
    "icontains-any": _list("icontains_any"),
    "icontains-all": _list("icontains_all"),
    "starts-with": _starts,
    "regex": _regex,
    "word-count": _word_count,
    "levenshtein": _levenshtein,
    "rouge-n": _overlap("rouge_n", 0.75),
    "bleu": _overlap("bleu", 0.5),
    "gleu": _overlap("gleu", 0.5),
    "meteor": _overlap("chrf", 0.5),
    "is-json": _json("is_json"),
    "contains-json": _json("contains_json"),
    "is-xml": _flag("is_xml"),
    "contains-xml": _flag("contains_xml"),
    "is-html": _flag("is_html"),
    "contains-html": _flag("contains_html"),
    "is-sql": _flag("is_sql"),
    "contains-sql": _flag("contains_sql"),
    "is-refusal": _flag("refusal"),
    "latency": _latency,
    "similar": _similar,
    "javascript": _code,
    "python": _code,
}
