"""Tests of another tool, whole and with their prompts, as cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harness.loader.template import Fault

from .account import Account
from .assertions import translate
from .filling import fill, fill_all
from .prompts import Prompt
from .reading import Folder
from .thresholds import by_threshold
from .values import with_files
from .writing import literal

__all__ = ["make_cases"]

_LONGEST_ID = 80
_NOTHING = "nothing is expected yet"
"""Stands where a case needs an expectation and has none; the case is skipped."""
_KNOWN = {"vars", "assert", "metadata", "options", "description", "id", "tags", "threshold"}
_KNOWN_OPTIONS = {"prefix", "suffix", "disableDefaultAsserts", "disableVarExpansion"}


def make_cases(
    tests: Iterable[Mapping[str, Any]],
    prompts: Sequence[Prompt],
    account: Account,
    folder: Folder | None = None,
) -> list[dict[str, Any]]:
    """Return the cases of all tests with all prompts, as they are written in a suite.

    Args:
        tests: whole, one value a variable.
        prompts: each is asked with each test.
        account: takes what became of everything.
        folder: the files that assertions name; None where there are only answers: then no model
            judges either.
    """
    maker = _Maker(account, folder)
    return [
        case
        for test in tests
        for prompt in prompts
        for case in maker.cases(test, prompt, several=len(prompts) > 1)
    ]


class _Maker:
    """Makes cases; tests of one conversation become turns of one case."""

    def __init__(self, account: Account, folder: Folder | None) -> None:
        self._account = account
        self._folder = folder
        self._stored: set[str] = set()
        self._ids: set[str] = set()
        self._talks: dict[str, dict[str, Any]] = {}

    def cases(
        self, test: Mapping[str, Any], prompt: Prompt, *, several: bool
    ) -> Iterator[dict[str, Any]]:
        variables = {name: _plain(value) for name, value in test["vars"].items()}
        options = test["options"]
        text = f"{options.get('prefix', '')}{prompt.text}{options.get('suffix', '')}"
        borrowed = self._borrowed(text, variables)
        if stored := options.get("storeOutputAs"):
            self._stored.add(str(stored))
        if borrowed:
            self._account.leave_out(
                f"the prompt '{_short(text)}' of a test: {_is_answer(borrowed)}"
            )
            return
        try:
            message = fill(text, variables)
            before = [{role: fill(said, variables)} for role, said in prompt.before]
        except Fault as fault:
            self._account.leave_out(f"the prompt '{_short(text)}' of a test: {fault}")
            return
        if not message.strip():
            self._account.leave_out("a test whose message is empty")
            return
        self._note_rest(test)
        expect, reasons = self._expect(test, variables)
        talk = self._talk(test, prompt)
        if talk is not None and talk in self._talks:
            self._add_turn(self._talks[talk], message, expect, reasons)
            return
        case = self._case(test, prompt if several else Prompt(""), message, before)
        if talk is not None:
            case["turns"] = []
            case.pop("prompt")
            self._talks[talk] = case
            self._add_turn(case, message, expect, reasons)
        else:
            case["expect"] = expect if len(expect) != 1 else expect[0]
            _skip(case, reasons)
        yield case

    def _case(
        self,
        test: Mapping[str, Any],
        prompt: Prompt,
        message: str,
        before: list[dict[str, str]],
    ) -> dict[str, Any]:
        description = test.get("description")
        name = str(test.get("id") or description or message)
        case: dict[str, Any] = {"id": self._id(name, prompt.label)}
        if isinstance(description, str):
            case["description"] = literal(description)
        case["prompt"] = message
        if tags := test.get("tags"):
            case["tags"] = tags
        metadata = {
            key: literal(_plain_text(value))
            for key, value in test["metadata"].items()
            if key != "conversationId"
        }
        if metadata:
            case["metadata"] = metadata
        if before:
            case["history"] = before
        return case

    def _id(self, name: str, label: str) -> str:
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")[:_LONGEST_ID].strip("-") or "case"
        if label:
            slug += "-" + re.sub(r"\W+", "-", label.casefold()).strip("-")
        number, found = 2, slug
        while found in self._ids:
            found = f"{slug}-{number}"
            number += 1
        self._ids.add(found)
        return found

    def _talk(self, test: Mapping[str, Any], prompt: Prompt) -> str | None:
        """Return which conversation a test belongs to; None where it stands alone."""
        name = test["metadata"].get("conversationId")
        if name is None and not prompt.talks:
            return None
        return f"{name or ''}\n{prompt.label}"

    def _add_turn(
        self, case: dict[str, Any], message: str, expect: list[Any], reasons: list[str]
    ) -> None:
        turn: dict[str, Any] = {"user": message}
        if expect and not reasons:
            turn["expect"] = expect if len(expect) != 1 else expect[0]
        elif reasons:
            self._account.leave_out(f"the expectation of a turn: {reasons[0]}")
        case["turns"].append(turn)
        if any(one.get("expect", _NOTHING) != _NOTHING for one in case["turns"]):
            case.pop("skip", None)
            if case["turns"][0].get("expect") == _NOTHING:
                del case["turns"][0]["expect"]
        else:
            case["turns"][0]["expect"] = _NOTHING
            case["skip"] = {"reason": "imported without an expectation"}

    def _expect(
        self, test: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> tuple[list[Any], list[str]]:
        """Return what is expected, and, where nothing could be translated, why."""
        pairs: list[tuple[Mapping[str, Any], list[dict[str, Any]]]] = []
        for one in test["assert"]:
            made: list[dict[str, Any]] = []
            try:
                whole = with_files(fill_all(one, variables), self._folder, self._account)
                if whole is not None:
                    made = translate(whole, self._account, judge=self._folder is not None)
            except Fault as fault:
                name = self._borrowed(str(one), variables)
                why = _is_answer(name) if name else fault
                self._account.leave_out(f"assertion {one.get('type')}: {why}")
            pairs.append((one, made))
        expect = by_threshold(test.get("threshold"), pairs, self._account)
        if expect:
            return expect, []
        kinds = sorted({str(one.get("type")) for one in test["assert"]})
        why = f"not translated: {', '.join(kinds)}" if kinds else "it had no assertion"
        self._account.leave_out(f"the expectation of a test, which is skipped now: {why}")
        return [_NOTHING], [f"imported without an expectation ({why})"]

    def _note_rest(self, test: Mapping[str, Any]) -> None:
        for key in test.keys() - _KNOWN:
            self._account.leave_out(f"the key '{key}' of a test")
        for key in test["options"].keys() - _KNOWN_OPTIONS:
            why = ": no answer is put into a later question" if key == "storeOutputAs" else ""
            self._account.leave_out(f"the option '{key}' of a test{why}")

    def _borrowed(self, text: str, variables: Mapping[str, Any]) -> str:
        """Return the name of an answer of an earlier test that is to be filled in; else nothing."""
        whole = f"{text}\n{variables}"
        for name in sorted(self._stored - variables.keys()):
            if re.search(rf"\{{\{{\s*{re.escape(name)}\b", whole):
                return name
        return ""


def _is_answer(name: str) -> str:
    return f"'{name}' is the answer to another test (storeOutputAs)"


def _skip(case: dict[str, Any], reasons: list[str]) -> None:
    if reasons:
        case["skip"] = {"reason": reasons[0]}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | list | dict) else ("" if value is None else str(value))


def _plain_text(value: Any) -> str:
    return ", ".join(map(_plain_text, value)) if isinstance(value, list) else str(value)


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
