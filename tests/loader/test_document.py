from __future__ import annotations

import pytest
import yaml

from harness.errors import SuiteError
from harness.loader import document
from harness.loader.document import compose, plain
from harness.loader.problems import Problems


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run each test with libyaml, where it is there, and with PyYAML's own parser."""
    name = str(request.param)
    if not hasattr(yaml, name):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(document, "_Loader", getattr(yaml, name))
    return name


def read(text: str) -> object:
    """Return a document as plain data."""
    problems = Problems("a.yaml")
    node = compose(text, problems)
    problems.check()
    return None if node is None else plain(node)


def complaints(text: str) -> list[str]:
    """Return the problems of a document."""
    with pytest.raises(SuiteError) as caught:
        read(text)
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


def test_every_scalar_is_the_text_that_was_written() -> None:
    """No word turns into a number, a truth value, a date or nothing."""
    text = "a: [yes, 1.10, 2026-01-01, ~, null, '', 0x1]\nb: |\n  two\n  lines\n"
    assert read(text) == {
        "a": ["yes", "1.10", "2026-01-01", "~", "null", "", "0x1"],
        "b": "two\nlines\n",
    }


def test_nodes_know_where_they_are() -> None:
    """Keys and values have their line and column, counted from 1 in characters."""
    node = compose("é: x\n👍é:   {b: [c]}\n", Problems("a.yaml"))
    assert node is not None
    assert isinstance(node.value, dict)
    entry = node.value["👍é"]
    assert (entry.key.line, entry.key.column) == (2, 1)
    assert (entry.value.line, entry.value.column) == (2, 7)
    inner = entry.value.get("b")
    assert inner is not None
    assert (inner.line, inner.column, inner.kind) == (2, 11, "a list")


def test_nothing_is_not_an_empty_text() -> None:
    """A key without a value differs from one with an empty text in quotes."""
    node = compose("a:\nb: ''\n", Problems("a.yaml"))
    assert node is not None
    assert [one.nothing for key in "ab" if (one := node.get(key))] == [True, False]


def test_aliases_stand_for_what_they_name() -> None:
    """Anchors are copied to their aliases; a later anchor replaces an earlier one."""
    assert read("a: &x {k: [v]}\nb: *x\nc: &x new\n*x : *x\n") == {
        "a": {"k": ["v"]},
        "b": {"k": ["v"]},
        "c": "new",
        "new": "new",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' is already in line 1"),
        ("a: *x", "1:4: no anchor '&x' comes before this alias"),
        ("a: &x [*x]", "1:8: the alias '*x' stands inside itself"),
        ("[a]: b", "1:1: a key must be a text, not a list"),
        ("a: !include b", "1:4: tags have no meaning in a suite: !include"),
        ("a: !!python/object:os.system {}", None),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file holds one suite"),
    ],
)
def test_yaml_that_no_suite_needs_is_pointed_at(text: str, problem: str | None) -> None:
    """Double keys, bad aliases, keys that are no text, foreign tags and second documents fail."""
    if problem is None:
        assert complaints(text) == [
            "1:4: tags have no meaning in a suite: tag:yaml.org,2002:python/object:os.system"
        ]
    else:
        assert complaints(text) == [problem]


@pytest.mark.parametrize("text", ["[", "- ", "{a: ", "? ", "[a, "])
def test_endless_nesting_is_refused(text: str) -> None:
    """A hundred thousand brackets neither crash the process nor exhaust the stack."""
    (problem,) = complaints(text * 100_000)
    assert problem.endswith("lists and mappings are nested more than 50 deep")


def test_a_billion_laughs_is_refused() -> None:
    """Aliases of aliases that would grow to a billion values are refused in no time."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (problem,) = complaints("\n".join(lines))
    assert problem == "7:5: with all aliases written out, more than 1,000,000 values"


def test_an_escape_of_half_a_character_is_refused() -> None:
    """What no file and no database can hold does not come in by an escape."""
    assert len(complaints('a: "\\ud800"')) == 1
    assert len(complaints('a: "\\UFFFFFFFF"')) == 1


def test_nothing_is_no_document() -> None:
    """Empty texts and comments hold no document."""
    assert read("") is read("# hi\n") is None
