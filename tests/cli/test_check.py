from __future__ import annotations

from pathlib import Path

from command import Harness


def test_the_first_suite_is_accepted(harness: Harness) -> None:
    """What `init` writes, `check` takes."""
    assert 0 == harness("init").code

    said = harness("check", "suites/first.suite.yaml")

    assert 0 == said.code
    assert "3 cases" in said.out


def test_init_overwrites_nothing(harness: Harness) -> None:
    """A suite that exists is left as it is."""
    Path("mine.suite.yaml").write_text("mine")

    assert 2 == harness("init", "mine.suite.yaml").code
    assert "mine" == Path("mine.suite.yaml").read_text()


def test_every_problem_of_every_file_is_named(harness: Harness) -> None:
    """An unknown key and a case without expectation: file, line and column of both."""
    Path("a.suite.yaml").write_text("cases:\n  - id: x\n    promt: hi\n    expect: hello\n")
    Path("b.suite.yaml").write_text("cases:\n  - id: y\n    prompt: hi\n")

    said = harness("check", "a.suite.yaml", "b.suite.yaml")

    assert 2 == said.code
    assert "a.suite.yaml:3:5: " in said.err
    assert "did you mean 'prompt'?" in said.err
    assert "b.suite.yaml:2:5: " in said.err


def test_an_empty_suite_is_wrong(harness: Harness) -> None:
    """No cases, or nothing at all: exit code 2."""
    Path("a.suite.yaml").write_text("cases: []\n")
    Path("b.suite.yaml").write_text("")

    assert 2 == harness("check", "a.suite.yaml").code
    assert 2 == harness("check", "b.suite.yaml").code


def test_a_missing_file_is_named(harness: Harness) -> None:
    """The message names the file."""
    said = harness("check", "none.suite.yaml")

    assert 2 == said.code
    assert "none.suite.yaml" in said.err


def test_the_demo_suite_is_in_order(harness: Harness, demo: Path) -> None:
    """The suite that ships passes the check."""
    assert 0 == harness("check", demo / "shop.suite.yaml").code


def test_the_offending_line_is_shown(harness: Harness) -> None:
    """Under each problem stands the line with a mark under the column."""
    Path("a.suite.yaml").write_text("cases:\n  - id: x\n    promt: hi\n    expect: hello\n")

    lines = harness("check", "a.suite.yaml").err.splitlines()

    assert "     3 |     promt: hi" in lines
    assert "             ^" in lines


def test_warnings_become_errors_by_strict(harness: Harness) -> None:
    """A suite with a warning is good, and with --strict it is not."""
    Path("a.suite.yaml").write_text(
        "expectations: {b: x}\ncases: [{id: a, prompt: hi, expect: hello there}]\n"
    )

    said = harness("check", "a.suite.yaml")

    assert 0 == said.code
    assert "a.suite.yaml:1:16: warning: no case uses the shared expectations 'b'" in said.err
    assert "1 warning" in said.out
    assert 2 == harness("check", "--strict", "a.suite.yaml").code


def test_variables_are_given_by_name(harness: Harness) -> None:
    """--var takes a variable of the suite; anything else is wrong usage."""
    Path("a.suite.yaml").write_text(
        "vars: {b: x}\ncases: [{id: a, prompt: '{{ b }}', expect: hello there}]\n"
    )

    assert 0 == harness("check", "a.suite.yaml", "--var", "b=y").code
    assert 2 == harness("check", "a.suite.yaml", "--var", "c=y").code
    assert 2 == harness("check", "a.suite.yaml", "--var", "b").code


def test_editors_get_a_schema(harness: Harness) -> None:
    """`init` writes the line that editors look for and the schema beside it; `schema` prints it."""
    assert 0 == harness("init").code

    first = Path("suites/first.suite.yaml").read_text().splitlines()[0]
    assert "# yaml-language-server: $schema=suite.schema.json" == first
    kept = Path("suites/suite.schema.json").read_text()
    assert kept == harness("schema").out
    assert 0 == harness("schema", "-o", "other.json").code
    assert kept == Path("other.json").read_text()
