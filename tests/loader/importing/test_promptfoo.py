from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.errors import SuiteError
from harness.loader.importing.promptfoo import import_promptfoo

from .conftest import Import

CONFIG = """\
description: Support bot
prompts: ['{{question}}']
providers: [{id: echo, config: {temperature: 0.2}}, {id: other, config: {temperature: 1.5}}]
evaluateOptions: {repeat: 3, maxConcurrency: 4}
defaultTest:
  vars: {shop: Lindgrove}
  assert: [{type: regex, value: '[a-z]'}]
tests:
  - description: The return window
    vars: {question: 'How long at {{shop}}?'}
    assert: [{type: equals, value: 30 days, weight: 2, metric: facts}]
    metadata: {topic: returns}
  - vars: {question: [Where?, When?]}
    options: {disableDefaultAsserts: true}
    assert: [{type: equals, value: '{{question}} here'}]
sharing: true
"""


def test_tests_become_cases(take: Import) -> None:
    """Variables are filled in, defaults come first, a list of values is a case each."""
    suite, account = take(CONFIG)

    assert [(case.id, case.prompt) for case in suite.cases] == [
        ("the-return-window", "How long at Lindgrove?"),
        ("where", "Where?"),
        ("when", "When?"),
    ]
    assert [
        [(one.scorer, dict(one.parameters)) for one in c.turns[0].expect] for c in suite.cases
    ] == [
        [
            ("regex", {"pattern": "[a-z]"}),
            ("exact", {"text": "30 days", "normalize": "no", "weight": "2", "metric": "facts"}),
        ],
        [("exact", {"text": "Where? here", "normalize": "no"})],
        [("exact", {"text": "When? here", "normalize": "no"})],
    ]
    assert (suite.description, suite.temperatures, suite.repeats) == (
        "Support bot",
        (0.2,),
        {0.2: 3},
    )
    assert suite.cases[0].metadata == {"topic": "returns"}
    assert account.translated["assertion equals → exact"] == 3


def test_nothing_is_dropped_silently(take: Import) -> None:
    """Every key that has no counterpart is in the account, with the reason."""
    _, account = take(CONFIG)

    assert set(account.left_out) == {
        "provider echo: name the bot by --chatbot-id when you run it",
        "provider other: name the bot by --chatbot-id when you run it",
        "provider other: temperature 1.5 is not within 0 to 1",
        "evaluateOptions.maxConcurrency: give --concurrency when you run it",
        "the key 'sharing'",
    }
    lines = list(account.lines())
    assert "5 left out" in lines
    assert "  assertion equals → exact (×3)" in lines


def test_what_needs_a_judge_is_skipped_and_said(take: Import) -> None:
    """A test whose assertions all have no counterpart stays, skipped with the reason."""
    judged = "{vars: {q: Be nice}, assert: [{type: llm-rubric, value: nice}]}"
    suite, account = take(f"prompts: ['{{{{q}}}}']\ntests: [{judged}]")

    skip = suite.cases[0].skip
    assert skip is not None
    assert skip.reason == "imported without an expectation (not translated: llm-rubric)"
    assert any("set HARNESS_JUDGE_URL" in note for note in account.left_out)


def asked(*assertions: str, more: str = "") -> str:
    """Write a configuration of one test."""
    listed = ", ".join(f"{{{each}}}" for each in assertions)
    return f"prompts: ['{{{{q}}}}']\ntests: [{{vars: {{q: Well?}}, assert: [{listed}]{more}}}]"


def test_a_rubric_goes_to_the_judge_where_one_is_named(
    take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rubric, pass mark and weight go over; that another model judges is a change of meaning."""
    monkeypatch.setenv("HARNESS_JUDGE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HARNESS_JUDGE_MODEL", "small")
    suite, account = take(
        asked(
            "type: llm-rubric, value: Is kind, weight: 2",
            "type: g-eval, value: [Is short, Is true]",
            "type: not-llm-rubric, value: Sells, provider: large",
            "type: context-recall, value: x",
        )
    )

    found = [(one.scorer, dict(one.parameters)) for one in suite.cases[0].turns[0].expect]
    assert found == [
        ("judge", {"rubric": "Is kind", "weight": "2"}),
        ("judge", {"rubric": "Is short\nIs true", "threshold": "0.7"}),
        ("not", {"of": [{"judge": {"rubric": "Sells"}}]}),
    ]
    assert 3 == sum("→ judge" in note for note in account.changed)
    assert "assertion not-llm-rubric: its 'provider'" in account.left_out
    assert "assertion context-recall: it needs a judging model" in account.left_out


def test_values_in_files_are_read(take: Import, tmp_path: Path) -> None:
    """Texts and JSON as they are, templates in them not filled in; a part of a set too."""
    (tmp_path / "said.txt").write_text("You have {{q}} days.\n")
    (tmp_path / "shape.json").write_text('{"type": "object", "required": ["a"]}')
    (tmp_path / "words.yaml").write_text("[red, blue]")
    suite, account = take(
        asked(
            "type: contains, value: file://said.txt",
            "type: is-json, value: file://shape.json",
            "type: contains-any, value: file://words.yaml",
            "type: assert-set, assert: [{type: equals, value: 'file://said.txt'}]",
        )
    )

    expect = [one.parameters for one in suite.cases[0].turns[0].expect]
    assert "You have {{q}} days." == expect[0]["text"]
    assert {"type": "object", "required": ["a"]} == json.loads(expect[1]["json_schema"])
    assert ["red", "blue"] == list(expect[2]["text"])
    assert "You have {{q}} days." == expect[3]["of"][0]["exact"]["text"]
    assert {} == account.left_out


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("file://check.py:get", "made by a program"),
        ("file://nowhere.txt", "cannot be read"),
        ("file://nowhere.yaml", "cannot be read"),
        ("file://broken.json", "no JSON"),
        ("file://page.html", "in a form that is not read"),
    ],
)
def test_a_value_that_cannot_be_read_is_never_taken_for_a_text(
    take: Import, tmp_path: Path, value: str, why: str
) -> None:
    """The assertion is left out and the account says why; the others stay."""
    (tmp_path / "broken.json").write_text("{")
    suite, account = take(asked(f"type: contains, value: '{value}'", "type: regex, value: x"))

    assert ["regex"] == [one.scorer for one in suite.cases[0].turns[0].expect]
    assert any(note.startswith("assertion contains:") and why in note for note in account.left_out)


@pytest.mark.parametrize(
    ("threshold", "scorers"),
    [("0.5", ["at_least"]), ("1", ["regex"] * 3), ("0.9", ["regex"] * 3), ("0", ["regex"] * 3)],
)
def test_the_threshold_of_a_test_counts_assertions(
    take: Import, threshold: str, scorers: list[str]
) -> None:
    """Half of three that say yes or no are two; a threshold of nothing is none."""
    three = [f"type: regex, value: {letter}" for letter in "abc"]
    suite, account = take(asked(*three, more=f", threshold: {threshold}"))

    expect = suite.cases[0].turns[0].expect
    assert scorers == [one.scorer for one in expect]
    if scorers == ["at_least"]:
        assert "2" == str(expect[0].parameters["count"])
    assert {} == account.changed


@pytest.mark.parametrize(
    "other",
    ["type: similar, value: b", "type: regex, value: b, weight: 3", "type: webhook, value: b"],
)
def test_a_threshold_that_cannot_be_said_is_a_change(take: Import, other: str) -> None:
    """With grades, weights or assertions that are left out every expectation has to pass."""
    _, account = take(asked("type: regex, value: a", other, more=", threshold: 0.5"))

    assert "threshold of a test: here every expectation has to pass" in account.changed


@pytest.mark.parametrize("threshold", ["abc", "nan", "inf", "-1", "7", "[1]"])
def test_a_threshold_that_is_none_is_a_change(take: Import, threshold: str) -> None:
    """What is no share of anything breaks nothing, in a set neither, and is in the account."""
    one = "type: regex, value: a"
    whole = f"type: assert-set, threshold: {threshold}, assert: [{{{one}}}]"
    suite, account = take(asked(one, one, more=f", threshold: {threshold}"))
    take(asked(whole))

    assert 2 == len(suite.cases[0].turns[0].expect)
    assert "threshold of a test: here every expectation has to pass" in account.changed


def test_an_answer_is_no_part_of_a_later_question(take: Import) -> None:
    """What asks with the answer to another test is left out, and the account says why."""
    first = "{vars: {q: Hi}, options: {storeOutputAs: said}, assert: [{type: regex, value: a}]}"
    second = "{vars: {q: 'Translate {{said}}'}, assert: [{type: regex, value: b}]}"
    other = "{vars: {q: Bye}, assert: [{type: contains, value: '{{said}}'}]}"
    suite, account = take(f"prompts: ['{{{{q}}}}']\ntests: [{first}, {second}, {other}]")

    assert ["hi", "bye"] == [case.id for case in suite.cases]
    assert any("the prompt '{{q}}' of a test: 'said' is" in note for note in account.left_out)
    assert any("no answer is put into a later question" in note for note in account.left_out)
    assert any("assertion contains: 'said' is the answer" in note for note in account.left_out)


def test_chats_become_history(take: Import, tmp_path: Path) -> None:
    """Earlier messages of a chat in JSON are sent before; the system's is left out and said."""
    (tmp_path / "chat.json").write_text(
        '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"},'
        ' {"role": "assistant", "content": "Hello"}, {"role": "user", "content": "{{q}}"}]'
    )
    suite, account = take(
        "prompts: ['file://chat.json', '{{q}}']\n"
        "tests: [{vars: {q: And?}, assert: [{type: regex, value: x}]}]"
    )

    assert [(case.id, len(case.history), case.prompt) for case in suite.cases] == [
        ("and-chat", 2, "And?"),
        ("and", 0, "And?"),
    ]
    assert "a message of the role 'system': the bot has its own instructions" in account.left_out


def test_tests_of_a_conversation_become_turns(take: Import) -> None:
    """Tests with one conversationId are one case, in their order."""
    talk = "metadata: {{conversationId: c}}"
    test = f"{{{{vars: {{{{q: {{}}}}}}, {talk}, assert: [{{{{type: regex, value: {{}}}}}}]}}}}"
    suite, _ = take(
        f"prompts: ['{{{{q}}}}']\ntests: [{test.format('Hi', 'a')}, {test.format('And?', 'b')}]"
    )

    (case,) = suite.cases
    assert [turn.user for turn in case.turns] == ["Hi", "And?"]
    assert [turn.expect[0].parameters["pattern"] for turn in case.turns] == ["a", "b"]


def test_scenarios_and_templates_are_resolved(take: Import) -> None:
    """Each configuration of a scenario with each test; named assertions are put in."""
    suite, _ = take(
        "prompts: ['{{q}} in {{lang}}']\n"
        "assertionTemplates: {word: {type: regex, value: '\\w'}}\n"
        "scenarios:\n"
        "  - config: [{vars: {lang: de}}, {vars: {lang: fr}}]\n"
        "    tests: [{vars: {q: Say}, assert: [{$ref: '#/assertionTemplates/word'}]}]\n"
    )

    assert [case.prompt for case in suite.cases] == ["Say in de", "Say in fr"]


def test_tables_are_tests(take: Import, tmp_path: Path) -> None:
    """Special columns are expectations, descriptions and metadata; cells are data."""
    (tmp_path / "t.csv").write_text(
        'q,__expected,__expected2,__description,__metadata:area\n"A, {{b}}?",regex: x,plain,,\n'
        "C?,equals: y,,About c,billing\n"
    )
    suite, _ = take("prompts: ['{{q}}']\ntests: file://t.csv\n")

    assert [(case.id, case.prompt) for case in suite.cases] == [
        ("a-b", "A, {{b}}?"),
        ("about-c", "C?"),
    ]
    assert [one.scorer for one in suite.cases[0].turns[0].expect] == ["regex", "exact"]
    assert suite.cases[1].metadata == {"area": "billing"}


def test_anchors_and_merge_keys_are_resolved(take: Import) -> None:
    """What YAML's merge keys bring in counts less than what stands there."""
    suite, _ = take(
        "prompts: ['{{q}}']\n"
        "tests:\n"
        "  - &one {vars: {q: A}, assert: &same [{type: regex, value: x}], description: first}\n"
        "  - {<<: *one, vars: {q: B}, description: second}\n"
    )

    assert [(case.id, case.prompt) for case in suite.cases] == [("first", "A"), ("second", "B")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "no configuration of promptfoo"),
        ("prompts: ['x']", "nothing in it can be asked"),
        ("prompts: [file://p.py]\ntests: [{vars: {q: A}}]", "it is a program"),
        ("prompts: a: b: c", "inside a text"),
    ],
)
def test_what_cannot_be_imported_is_explained(tmp_path: Path, text: str, said: str) -> None:
    """No mapping, no tests, programs for prompts, broken YAML: each with its reason."""
    path = tmp_path / "c.yaml"
    path.write_text(text)
    with pytest.raises(SuiteError, match=said):
        import_promptfoo(path)


def test_a_prompt_without_its_variable_is_left_out(take: Import) -> None:
    """Its test is not asked with a hole in it."""
    suite, account = take(
        "prompts: ['{{q}}', '{{r}}']\ntests: [{vars: {q: A}, assert: [{type: regex, value: x}]}]"
    )

    assert len(suite.cases) == 1
    assert "the prompt '{{r}}' of a test: there is no variable 'r'" in account.left_out
