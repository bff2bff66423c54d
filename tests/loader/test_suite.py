from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import SuiteError
from harness.loader import load_suite, load_suites
from harness.loader.cases import WrittenCase
from harness.loader.head import Head
from harness.loader.turns import WrittenTurn
from harness.model.suite import Case, Expectation, Gate, Suite, Turn
from harness.scorers import scorers
from harness.scorers.fuzzy import Fuzzy
from harness.scorers.keywords import Keywords
from harness.scorers.match import Regex

from .conftest import Complain, Load

ONE_CASE = "cases:\n  - {id: a, prompt: Why?, expect: Because.}\n"
FULL = """\
name: Shop
description: What customers ask most
temperatures: [0, 0.7]
repeats: {0.7: 3}
model: gpt-4o
stream: yes
threshold: 0.6
gate: {max_drop: 0.1, max_regressions: 2}
canaries:
  - {ask: What is new?, expect: 60 days}
defaults:
  tags: shop
  must_not_break: true
  threshold: 0.4
  expect: {regex: "^[A-Z]"}
cases:
  - id: returns
    prompt: How do I return a product?
    expect:
      - You can return it within 30 days.
      - keywords: {all: [30 days, receipt], weight: 2}
        exact: no
    tags: [returns, shop]
    must_not_break: off
    threshold: 0.9
  - id: talk
    turns:
      - user: Hi
      - {user: And shipping?, expect: Shipping is free.}
    conversation_id: kept
"""
HOSTILE = Path(__file__).parents[2] / "../shared/data/hostile/yaml_test_suite/cases.jsonl"
HOSTILE_CASES = (
    [json.loads(line) for line in HOSTILE.read_text("utf-8").splitlines()]
    if HOSTILE.exists()
    else []
)


def expectation(scorer: str, **parameters: object) -> Expectation:
    """Make an expectation."""
    return Expectation(scorer=scorer, parameters=parameters)


def test_a_suite_is_what_its_file_says(load: Load) -> None:
    """Every key of the language arrives in the model, and defaults in the cases."""
    suite = load(FULL)
    assert (suite.name, suite.description) == ("Shop", "What customers ask most")
    assert (suite.temperatures, suite.model, suite.stream) == ((0.0, 0.7), "gpt-4o", True)
    assert suite.repeats == {0.0: 2, 0.7: 3}
    assert suite.gate == Gate(max_drop=0.1, max_regressions=2)
    assert [(one.ask, one.expect) for one in suite.canaries] == [("What is new?", "60 days")]
    capital = expectation("regex", pattern="^[A-Z]")
    assert {Path(case.file).name for case in suite.cases} == {"shop.suite.yaml"}
    assert [case.line for case in suite.cases] == [17, 26]
    first, second = (case.model_copy(update={"file": "", "line": 0}) for case in suite.cases)
    assert first == Case(
        id="returns",
        turns=(
            Turn(
                user="How do I return a product?",
                expect=(
                    capital,
                    expectation("says", text="You can return it within 30 days."),
                    expectation("keywords", all=["30 days", "receipt"], weight="2"),
                    expectation("exact", text="no"),
                ),
            ),
        ),
        tags=("shop", "returns"),
        must_not_break=False,
        threshold=0.9,
    )
    assert second == Case(
        id="talk",
        turns=(
            Turn(user="Hi"),
            Turn(
                user="And shipping?",
                expect=(capital, expectation("says", text="Shipping is free.")),
            ),
        ),
        tags=("shop",),
        must_not_break=True,
        threshold=0.4,
        conversation_id="kept",
    )


def test_a_small_suite_needs_nothing_but_cases(load: Load) -> None:
    """What is not written has its default; the name is the file's."""
    suite = load(ONE_CASE)
    assert suite.name == "shop"
    assert (suite.temperatures, suite.repeats, suite.gate) == ((0.0,), {0.0: 2}, Gate())
    assert suite.cases[0].threshold is None


def test_everything_is_text_until_the_model_says_otherwise(load: Load) -> None:
    """Country codes, version numbers and `null` are the words that they look like."""
    text = "cases:\n  - {id: no, prompt: null, expect: {keywords: [yes, 1.10, 0o7]}, tags: 012}\n"
    case = load(text).cases[0]
    assert (case.id, case.prompt, case.tags) == ("no", "null", ("012",))
    assert case.turns[0].expect[0].parameters == {"all": ["yes", "1.10", "0o7"]}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("hello", "{says: {text: hello}}"),
        ("{says: hello}", "[{says: {text: hello}}]"),
        ("{keywords: [a, b]}", "{keywords: {all: [a, b]}}"),
        ("{fuzzy: a}", "{fuzzy: {text: a}}"),
        ("{exact: a}", "{exact: {text: a}}"),
        ("{regex: a}", "{regex: {pattern: a}}"),
    ],
)
def test_a_digest_does_not_depend_on_shorthand(load: Load, short: str, long: str) -> None:
    """The same expectation, written short or long, is the same case."""
    text = "cases:\n  - {{id: a, prompt: x, expect: {}}}\n"
    assert load(text.format(short)).digest == load(text.format(long)).digest


def test_a_suite_survives_being_stored_as_json(load: Load) -> None:
    """Written as JSON and read back, a suite is equal and has the same digests."""
    suite = load(FULL)
    stored = json.dumps(suite.model_dump(mode="json"))
    back = Suite.model_validate(json.loads(stored))
    assert back == suite
    assert back.digest == suite.digest
    assert [case.digest for case in back.cases] == [case.digest for case in suite.cases]
    assert Suite.model_validate_json(suite.model_dump_json()) == suite


@given(temperatures=st.lists(st.floats(0, 1), min_size=1, max_size=4, unique=True))
@settings(max_examples=30)
def test_any_temperature_survives_being_stored(
    tmp_path_factory: pytest.TempPathFactory, temperatures: list[float]
) -> None:
    """Temperatures are keys of the repeats; as JSON keys they are text, and come back the same."""
    path = tmp_path_factory.mktemp("suites") / "a.yaml"
    path.write_text(f"temperatures: {temperatures}\nrepeats: 2\n{ONE_CASE}")
    suite = load_suite(path)
    back = Suite.model_validate(json.loads(json.dumps(suite.model_dump(mode="json"))))
    assert back == suite
    assert back.repeats == dict.fromkeys(temperatures, 2)


def test_all_problems_are_told_at_once(complain: Complain) -> None:
    """One reading of the file finds what is wrong anywhere in it, in its order."""
    text = """\
names: x
temperatures: [0, 2]
repeats: {0: many}
gate: {max_dorp: 1}
cases:
  - id: a
    prompt: x
    expect: {keywrds: y}
  - id: a
    prompt: x
    expect: y
    tag: z
"""
    assert complain(text) == [
        "1:1: there is no key 'names'; did you mean 'name'?",
        "2:19: each of 'temperatures' must be at most 1, not '2'",
        "3:14: 'repeats' must be a whole number, not 'many'",
        "4:8: there is no key 'max_dorp'; did you mean 'max_drop'?",
        "8:14: no scorer is called 'keywrds'; did you mean 'keywords'?",
        "9:9: the id 'a' is already used in line 6",
        "12:5: there is no key 'tag'; did you mean 'tags'?",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("---\n", "1:1: the file is empty"),
        ("hello", "1:1: a suite is a mapping with the key 'cases', not a text"),
        ("\n- a\n", "2:1: a suite is a mapping with the key 'cases', not a list"),
        ("name: x\n", "1:1: 'cases' is missing"),
        ("name: x\ncases: []\n", "2:8: there are no cases"),
        ("cases:\n", "1:1: 'cases' has no value"),
        ("cases: x\n", "1:8: 'cases' must be a list, not a text"),
        ("cases: {a: b}\n", "1:8: 'cases' must be a list, not a mapping"),
    ],
)
def test_a_file_without_cases_is_no_suite(complain: Complain, text: str, problem: str) -> None:
    """Nothing to ask is an error with a place, never a suite that always passes."""
    assert complain(text) == [problem]


def test_several_files_tell_all_their_problems(tmp_path: Path) -> None:
    """Good files come back in their order; one bad file stops all, after all were read."""
    good, bad, worse = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "worse.yaml"
    good.write_text(ONE_CASE)
    bad.write_text("cases: []")
    assert [suite.name for suite in load_suites([good, str(good)])] == ["good", "good"]
    with pytest.raises(SuiteError) as caught:
        load_suites([bad, good, worse])
    assert str(caught.value).splitlines() == [
        f"{bad}:1:8: there are no cases",
        "     1 | cases: []",
        "                ^",
        f"{worse}:1:1: there is no such file",
    ]


def test_ten_thousand_cases_are_no_trouble(load: Load) -> None:
    """A large suite is read whole."""
    cases = "".join(f"  - {{id: c{n}, prompt: p{n}, expect: e{n}}}\n" for n in range(10_000))
    assert len(load(f"cases:\n{cases}").cases) == 10_000


@given(st.text(max_size=200) | st.text("-:[]{}&*!|>'\"%@,?# \n\tabc01", max_size=200))
def test_any_text_is_a_suite_or_an_explained_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """No text makes the loader raise anything but SuiteError with places in the file."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "replace"))
    with pytest.raises(SuiteError) as caught:
        load_suite(path)
    assert all(one.line > 0 and one.column > 0 and one.message for one in caught.value.problems)


SCALARS = st.sampled_from(["a", "", "0", "1", "-1", "0.5", "nan", "yes", "(", "\ud800", "x" * 300])
WRITTEN = (Head, WrittenCase, WrittenTurn, Gate, Keywords, Fuzzy, Regex)
KEYS = st.sampled_from(
    [*(key for model in WRITTEN for key in model.model_fields), "<<", "ask", "a", *scorers]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(head=st.dictionaries(KEYS, TREES, max_size=4), case=st.dictionaries(KEYS, TREES, max_size=5))
def test_any_tree_of_known_words_is_a_suite_or_an_explained_error(
    tmp_path_factory: pytest.TempPathFactory, head: dict[str, object], case: dict[str, object]
) -> None:
    """Known keys with values of any shape make a suite or a SuiteError, and nothing else."""
    path = tmp_path_factory.getbasetemp() / "tree.yaml"
    cases = [{"id": "a", "prompt": "x", "expect": "y"}, case] if case else []
    path.write_text(json.dumps({**head, "cases": cases}, ensure_ascii=True))
    try:
        suite = load_suite(path)
    except SuiteError as error:
        explained = bool(error.problems)
    else:
        explained = Suite.model_validate_json(suite.model_dump_json()).digest == suite.digest
    assert explained


@pytest.mark.parametrize("case", HOSTILE_CASES, ids=lambda case: str(case["id"]))
def test_the_yaml_test_suite_is_survived(complain: Complain, case: dict[str, str]) -> None:
    """Every document of the YAML test suite is read or refused with an explanation."""
    assert complain(case["yaml"].encode("utf-8", "surrogatepass"))
