from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.loader.schema import suite_schema
from harness.model.run import Exchange, Score
from harness.scorers import Scorer, scorers

SHIPPED = Path(__file__).parents[2] / "suites" / "suite.schema.json"
SUITES = sorted((Path(__file__).parents[2] / "suites").glob("*.suite.yaml"))


def faults(text: str) -> list[str]:
    """Return where a suite does not fit the schema, as an editor would tell it."""
    jsonschema = pytest.importorskip("jsonschema")
    found = jsonschema.Draft7Validator(suite_schema()).iter_errors(yaml.safe_load(text))
    return [str(fault.json_path) for fault in found]


@pytest.mark.skipif(not SHIPPED.exists(), reason="the sources are not here")
def test_the_shipped_schema_is_that_of_the_models() -> None:
    """After a change of models or scorers: harness schema -o suites/suite.schema.json."""
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == suite_schema(own=True)


def test_the_schema_is_a_schema() -> None:
    """It is sound by its own standard, and every name that it uses is defined."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = suite_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    text = json.dumps(schema)
    used = {part.split('"')[0] for part in text.split('"#/definitions/')[1:]}
    assert used <= schema["definitions"].keys()


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.name)
def test_our_suites_fit(path: Path) -> None:
    """What `check` accepts, an editor does not underline."""
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "case",
    [
        "{id: 7, prompt: 30, expect: yes}",
        "{id: a, prompt: [x, y], expect: {keywords: [a, 3]}, tags: x, must_not_break: on}",
        "{id: a, turns: [{user: x}, {user: y, expect: {says: {text: z, threshold: 0.4}}}]}",
        "{id: a, prompt: x, expect: {use: [a, b], regex: a}, repeats: {0: 2}, skip: later}",
        "{id: a, prompt: x, expect: y, threshold: '{{ mark }}', history: [{user: x}]}",
        "{id: a, prompt: x, expect: {not-contains: a, starts-with: b, not: {regex: c}}}",
        "'file://cases.csv'",
        "{rows: 'file://faq.csv', prompt: x, expect: y, matrix: {a: [b]}}",
    ],
)
def test_what_the_language_allows_fits(case: str) -> None:
    """Numbers and truth values as text, one for many, and every form of a case."""
    assert faults(f"temperatures: 0.7\nrepeats: 3\ngate: {{max_drop: 0.1}}\ncases: [{case}]") == []


@pytest.mark.parametrize(
    "case",
    [
        "{id: a, promt: x, expect: y}",
        "{id: a, prompt: x, expect: {keywrds: a}}",
        "{id: a, prompt: x, expect: {not-keywrds: a}}",
        "{id: a, prompt: x, expect: {keywords: {al: a}}}",
        "{id: a, prompt: x, expect: {says: {text: y, threshold: 2}}}",
        "{id: a, prompt: x, expect: y, must_not_break: perhaps}",
        "{id: a, prompt: x, expect: y, skip: {owner: me}}",
    ],
)
def test_what_the_language_refuses_does_not_fit(case: str) -> None:
    """Unknown keys, scorers and parameters, and numbers out of range are underlined."""
    assert faults(f"cases: [{case}]")


def test_scorers_of_others_are_in_it_with_their_notes() -> None:
    """A registered scorer's parameters and what is written under them reach the editor."""

    @scorers.register("test_limit")
    class Limit(Scorer):
        """The answer is short."""

        shorthand = "words"
        words: int
        """So many words."""

        def score(self, exchange: Exchange) -> Score:
            """Pass."""
            return self.grade(1, "fine")

    found: dict[str, Any] = suite_schema()["definitions"]["scorer.test_limit"]
    assert found["description"] == "The answer is short."
    assert found["anyOf"][1]["properties"]["words"]["description"] == "So many words."
    assert "scorer.test_limit" not in suite_schema(own=True)["definitions"]
    scorers._things.pop("test_limit")
