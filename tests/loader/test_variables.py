from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SettingsError
from harness.loader import load_suite

from .conftest import Complain, Load

CASE = "cases: [{id: a, prompt: 'Within {{ days }}?', expect: '{{ days }} days'}]"


def test_variables_stand_for_their_values_everywhere(load: Load) -> None:
    """Prompts, expectations, turns, the gate and variables themselves are filled in."""
    suite = load(
        "vars: {days: '30', text: 'within {{ days }} days', mark: '0.5'}\n"
        "name: Shop {{ days }}\n"
        "gate: {min_pass_rate: '{{ mark }}'}\n"
        "cases:\n"
        "  - {id: a, prompt: '{{ text }}?', expect: {keywords: ['{{ days }} days']}}\n"
        "  - {id: b, turns: [{user: hi}, {user: '{{ text }}', expect: x}]}\n"
    )
    assert suite.name == "Shop 30"
    assert suite.gate.min_pass_rate == 0.5
    assert [case.prompt for case in suite.cases] == ["within 30 days?", "within 30 days"]
    assert suite.cases[0].turns[0].expect[0].parameters == {"all": ["30 days"]}


def test_a_list_can_stand_where_a_list_is_wanted(load: Load) -> None:
    """A text that is one variable becomes what the variable is."""
    suite = load(
        "vars: {words: [label, 30 days]}\n"
        "cases: [{id: a, prompt: x, expect: {keywords: {all: '{{ words }}'}}}]"
    )
    assert suite.cases[0].turns[0].expect[0].parameters == {"all": ["label", "30 days"]}


def test_the_digest_is_that_of_the_filled_text(load: Load) -> None:
    """A case with variables pairs with the same case written out."""
    filled = load(f"vars: {{days: '30'}}\n{CASE}").cases[0].digest
    assert filled == load(CASE.replace("{{ days }}", "30")).cases[0].digest
    assert filled != load(f"vars: {{days: '14'}}\n{CASE}").cases[0].digest


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            f"vars: {{day: '30'}}\n{CASE}",
            [
                "2:36: there is no variable 'days'; did you mean 'day'?",
                "2:59: there is no variable 'days'; did you mean 'day'?",
            ],
        ),
        (
            "vars:\n  days: '30'\n  rest: '1'\n" + CASE,
            ["3:3: no prompt and no expectation uses the variable 'rest'"],
        ),
        (
            "vars: {env: x, days: z}\n" + CASE,
            ["1:8: 'env' cannot name a variable: letters, digits and _ can"],
        ),
        (
            "vars: {days: }\n" + CASE.replace("{{ days }}", "y"),
            ["1:8: 'days' has no value"],
        ),
        (
            "cases:\n  - id: a\n    expect: y\n    prompt: |\n      one\n      and {{ two }}\n",
            ["6:14: there is no variable 'two'; 'vars' can have it"],
        ),
    ],
)
def test_wrong_variables_are_pointed_at(complain: Complain, text: str, problems: list[str]) -> None:
    """Unknown, unused and impossible ones, each where it is written."""
    assert complain(text) == problems


def test_variables_in_a_circle_are_refused(complain: Complain) -> None:
    """What stands inside itself is named, and nothing hangs."""
    problems = complain("vars: {days: '{{ b }}', b: '{{ days }}'}\n" + CASE)
    assert any("stands inside itself" in problem for problem in problems)


def test_an_unused_variable_of_a_case_is_an_error(complain: Complain) -> None:
    """A case's own variables are used by it, or they are a mistake."""
    assert complain("cases: [{id: a, prompt: x, expect: y, vars: {b: c}}]") == [
        "1:46: nothing in this case uses the variable 'b'"
    ]


def test_the_environment_can_be_asked(
    load: Load, complain: Complain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A set variable counts, else the default of `env`; without both it is an error."""
    case = "cases: [{id: a, prompt: '{{ env.HARNESS_REGION }}?', expect: y}]"
    monkeypatch.delenv("HARNESS_REGION", raising=False)
    assert load(f"env: {{HARNESS_REGION: EU}}\n{case}").cases[0].prompt == "EU?"
    (problem,) = complain(case)
    assert problem.startswith("1:33: the environment variable 'HARNESS_REGION' is not set")
    monkeypatch.setenv("HARNESS_REGION", "US")
    assert load(f"env: {{HARNESS_REGION: EU}}\n{case}").cases[0].prompt == "US?"


@pytest.mark.parametrize("name", ["CHATBASE_API_KEY", "GITHUB_TOKEN", "db_password"])
def test_no_secret_gets_into_a_question(
    complain: Complain, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What looks like a key is refused by its name; its value is nowhere in the message."""
    monkeypatch.setenv(name, "s3cret")
    (problem,) = complain(f"cases: [{{id: a, prompt: '{{{{ env.{name} }}}}', expect: y}}]")
    assert "looks like a secret" in problem
    assert "s3cret" not in problem


def test_variables_given_from_outside_count(tmp_path: Path) -> None:
    """A value from the command line replaces the file's and is no template; others are refused."""
    path = tmp_path / "a.suite.yaml"
    path.write_text(f"vars: {{days: '30'}}\n{CASE}")
    assert load_suite(path, {"days": "{{7}}"}).cases[0].prompt == "Within {{7}}?"
    with pytest.raises(SettingsError, match="no such variable; did you mean 'days'"):
        load_suite(path, {"dais": "7"})


def test_growing_variables_have_a_limit(complain: Complain) -> None:
    """Variables that double each other end in an error, not in a full memory."""
    names = [f"v{n}: '{{{{v{n + 1}}}}}{{{{v{n + 1}}}}}'" for n in range(40)]
    text = "vars: {" + ", ".join([*names, "v40: x"]) + "}\n"
    problems = complain(text + "cases: [{id: a, prompt: '{{ v0 }}', expect: y}]")
    assert any("longer than" in problem for problem in problems)
