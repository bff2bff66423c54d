"""What may be wrong with a sound suite: expectations that prove little, and questions twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.model.run import Answer, Exchange
from harness.model.suite import Canary, Case
from harness.scorers import Scorer
from harness.scorers.facts.vocabulary import vocabulary
from harness.scorers.normalize import normalize
from harness.scorers.says import Says

from .document import Node
from .problems import Problems
from .turns import Turns

__all__ = ["Checked", "lint", "lint_canaries"]

_LONGEST_EXPECTED = 400
"""An expected answer above this is long: no bot says all of it."""
_NOTHING = "."
"""An answer that says nothing."""
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A sound case, where it stands, and its messages with the scorers of their answers."""

    case: Case
    node: Node
    turns: Turns


def lint(checked: list[Checked], problems: Problems) -> None:
    """Note as warnings what may be wrong with cases."""
    for one in checked:
        for prompt, pairs in one.turns:
            for _, scorer in pairs:
                _note_weak(scorer, prompt, one.node, problems)
        if _says_nothing(one):
            problems.warn(
                _within(one.node, "expect"),
                "an answer that says nothing would pass: say too what must be there",
            )
    _note_twice(checked, problems)
    _note_negations(checked, problems)


def lint_canaries(canaries: tuple[Canary, ...], node: Node | None, problems: Problems) -> None:
    """Note the canaries whose own question holds what their answer is to show."""
    items = node.value if node is not None and isinstance(node.value, list) else []
    for canary, item in zip(canaries, items, strict=False):
        if normalize(canary.expect) in normalize(canary.ask):
            message = (
                f"'{canary.expect[:60]}' stands in the question: an echo would be taken for it"
            )
            problems.warn(item.get("expect") or item, message)


def _note_weak(scorer: Scorer, prompt: str, case: Node, problems: Problems) -> None:
    if scorer.threshold == 0:
        problems.warn(_within(case, "threshold"), "with a pass mark of 0 this cannot fail")
    for text in _texts(scorer, *([scorer.answer_field] if scorer.answer_field else [])):
        if len(text) > _LONGEST_EXPECTED:
            message = (
                f"the expected answer has {len(text)} characters: long ones score badly with "
                "every scorer; prefer keywords for what must be there"
            )
            problems.warn(_find(case, text), message)
    for keyword in _texts(scorer, "all", "any"):
        if _stands_in(keyword, prompt):
            message = f"'{keyword[:60]}' stands in the question: a bot that repeats it passes"
            problems.warn(_find(case, keyword), message)
    pattern = getattr(scorer, "pattern", None)
    if isinstance(pattern, str) and not getattr(scorer, "negate", False) and _matches_all(scorer):
        problems.warn(_find(case, pattern), "this pattern is found in every text: it cannot fail")


def _texts(scorer: Scorer, *names: str) -> Iterator[str]:
    """Give the texts of some parameters, where the scorer has them."""
    for name in names:
        value = getattr(scorer, name, ())
        values = value if isinstance(value, tuple) else (value,)
        texts = (getattr(one, "word", one) for one in values)  # a keyword has its text in it
        yield from (one for one in texts if isinstance(one, str))


def _stands_in(keyword: str, prompt: str) -> bool:
    wanted, text = _words(keyword), _words(prompt)
    return bool(wanted.strip()) and f" {wanted} " in f" {text} "


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", normalize(text)).strip()


def _matches_all(scorer: Scorer) -> bool:
    """Tell whether a pattern is found in texts without anything in them, and so in any."""
    return _passes(scorer, "", "") and _passes(scorer, "", _NOTHING)


def _says_nothing(one: Checked) -> bool:
    """Tell whether every scorer that counts lets an empty phrase pass."""
    counting = [
        (prompt, scorer) for prompt, pairs in one.turns for _, scorer in pairs if scorer.weight > 0
    ]
    return all(
        not _demands(scorer) and _passes(scorer, prompt, _NOTHING) for prompt, scorer in counting
    )


def _demands(scorer: Scorer) -> bool:
    """Tell, without asking it, that a scorer wants words."""
    wants = getattr(scorer, "all", ()) or getattr(scorer, "any", ())
    texts = type(scorer).__name__ in {"Says", "Fuzzy", "Exact"}
    return (bool(wants) or texts) and scorer.threshold != 0


def _passes(scorer: Scorer, prompt: str, answer: str) -> bool:
    """Tell whether an answer passes; scorers from elsewhere, or that cost something, say no."""
    if not _is_quick(scorer):
        return False
    try:
        return bool(scorer.score(Exchange(prompt, Answer(answer, 0.0))).passed)
    except Exception:  # noqa: BLE001 - what cannot judge an empty text does not pass it
        return False


_QUICK = {
    f"harness.scorers.{name}" for name in ("combined", "contains", "counts", "keywords", "match")
}


def _is_quick(scorer: Scorer) -> bool:
    inside = getattr(scorer, "of", ())
    return type(scorer).__module__ in _QUICK and all(map(_is_quick, inside))


def _note_twice(checked: list[Checked], problems: Problems) -> None:
    """Note each question that an earlier case asks too, but for case and punctuation."""
    seen: dict[tuple[object, ...], Case] = {}
    for one in checked:
        case = one.case
        asked = tuple(normalize(turn.user) for turn in case.turns)
        key = (*asked, case.history, case.contact, case.stream)
        first = seen.setdefault(key, case)
        if first is not case:
            place = one.node.get("prompt") or one.node.get("turns") or one.node
            problems.warn(place, f"'{first.id[:60]}' in line {first.line} asks the same")


def _note_negations(checked: list[Checked], problems: Problems) -> None:
    """Note once each language in which facts are compared but no negation is known."""
    seen: set[str] = set()
    for one in checked:
        for scorer in (each for _, pairs in one.turns for _, each in pairs):
            for said in _sayings(scorer):
                tongue = said.language or "english"
                if said.facts != "compare" or tongue in seen:
                    continue
                seen.add(tongue)
                if not vocabulary(tongue).knows_negation:
                    message = (
                        f"no negations are known for {tongue}: an answer that denies what was "
                        "expected may pass; add it to `wrong`"
                    )
                    problems.warn(_within(one.node, "language"), message)


def _sayings(scorer: Scorer) -> Iterator[Says]:
    """Give the plain expected answers of a scorer, those inside of it too."""
    if isinstance(scorer, Says):
        yield scorer
    for inside in getattr(scorer, "of", ()):
        yield from _sayings(inside)


def _within(case: Node, key: str) -> Node:
    """Return the first value of a key inside a case, or the case."""
    for node in _walk(case):
        found = node.get(key)
        if found is not None:
            return found
    return case


def _find(case: Node, text: str) -> Node:
    """Return where a text stands inside a case, or the case."""
    return next((node for node in _walk(case) if node.value == text), case)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node.value, list):
        for item in node.value:
            yield from _walk(item)
    elif isinstance(node.value, dict):
        for entry in node.value.values():
            yield from _walk(entry.value)
