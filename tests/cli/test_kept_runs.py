from __future__ import annotations

from pathlib import Path

import pytest
from command import Harness

from .kept import keep_two_runs


@pytest.fixture
def two_runs(harness: Harness, demo: Path, shop: str) -> tuple[str, str]:
    """Return the ids of two runs of the same bot."""
    suite = demo / "shop.suite.yaml"
    return tuple(  # type: ignore[return-value]
        harness("run", suite, "--chatbot-id", shop, "-t", "0", "--label", label).out.strip()
        for label in ("before", "after")
    )


def test_runs_are_named_by_id_label_or_age(harness: Harness, two_runs: tuple[str, str]) -> None:
    """The same comparison by three kinds of names: nothing changed, exit code 0."""
    for before, after in (two_runs, ("before", "after"), ("latest~1", "latest")):
        said = harness("compare", before, after)
        assert 0 == said.code, said.err
        assert "Was the new training text loaded?" in " ".join(said.out.split())


def test_an_unknown_run_cannot_be_judged(harness: Harness, two_runs: tuple[str, str]) -> None:
    """A run that is not kept is named, and the exit code is not that of a regression."""
    said = harness("compare", "befor", "after")

    assert said.code in {2, 3}
    assert "befor" in said.err


def test_a_run_is_not_compared_with_itself(harness: Harness, two_runs: tuple[str, str]) -> None:
    """The same run twice is never green."""
    assert 3 == harness("compare", "after", "after").code


def test_a_report_is_written_for_one_run_and_for_two(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """Both are whole pages, in the place asked for or in reports/."""
    assert 0 == harness("report", "before", "after", "-o", "two.html").code
    assert 0 == harness("report", "after").code

    for page in (Path("two.html"), Path("reports") / two_runs[1] / "report.html"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>")
        assert "</html>" in text


def test_the_same_report_twice_is_the_same_file(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """The page holds no time of its own making."""
    for name in ("one.html", "two.html"):
        harness("report", "before", "after", "-o", name)

    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_a_question_is_shown_with_answers_and_reasons(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """`show --case` prints the question, each answer, and why it passed."""
    said = harness("show", "latest", "--case", "shops")

    assert "Where are your shops?" in said.out
    assert "│ " in said.out
    assert "Hamburg" in said.out
    assert "keywords 1.00, passed" in said.out


def test_what_got_worse_is_shown_alone(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`show --worse-than` prints each question that got worse, with its diff, and no other."""
    monkeypatch.chdir(tmp_path)
    keep_two_runs()

    said = harness("show", "after", "--worse-than", "before")

    assert 0 == said.code, said.err
    assert "▼ returns" in said.out
    assert "[-receipt-]{+code+}" in said.out
    assert "hours" not in said.out
    assert "no answer got worse" in harness("show", "before", "--worse-than", "after").out


def test_what_got_worse_is_no_single_question(harness: Harness) -> None:
    """Two wishes at once, or a run that is not there: exit code 2."""
    both = harness("show", "latest", "--worse-than", "before", "--case", "shops")

    assert 2 == both.code
    assert "give one of them" in both.err
    assert 2 == harness("show", "latest", "--worse-than", "nowhere").code


def test_a_misspelt_question_is_wrong_usage(harness: Harness, two_runs: tuple[str, str]) -> None:
    """The nearest id is suggested."""
    said = harness("show", "latest", "--case", "shop")

    assert 2 == said.code
    assert "did you mean 'shops'?" in said.err


def test_a_report_that_cannot_be_written_is_an_error(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """A folder in the place of the file: a sentence, not a traceback."""
    Path("taken").mkdir()
    Path("taken/x").write_text("")

    said = harness("report", "before", "after", "-o", "taken/x/report.html")

    assert 2 == said.code
    assert "cannot be written" in said.err


def test_several_forms_are_written_at_once(harness: Harness, two_runs: tuple[str, str]) -> None:
    """The ending of each file says its form."""
    said = harness("report", "before", "after", "-o", "x.html", "-o", "x.txt", "-o", "d/trials.csv")

    assert 0 == said.code, said.err
    assert Path("x.txt").read_text(encoding="utf-8").startswith("= ")
    assert Path("d/trials.csv").read_text(encoding="utf-8").startswith('"run","label","case"')


def test_an_unknown_form_is_wrong_usage_before_anything_is_written(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """Neither the report nor the comparison is begun."""
    for verb in ("report", "compare"):
        said = harness(verb, "before", "after", "-o", "x.html", "-o", "x.docx")

        assert 2 == said.code
        assert "x.docx" in said.err
        assert not Path("x.html").exists()


def test_style_and_script_can_stand_beside_the_page(
    harness: Harness, two_runs: tuple[str, str]
) -> None:
    """For servers that forbid what is inline; the names follow that of the page."""
    said = harness("report", "before", "after", "-o", "out/build 7.html", "--assets", "external")
    assert 0 == said.code, said.err
    page = Path("out/build 7.html").read_text(encoding="utf-8")
    assert '<link rel="stylesheet" href="build%207.css">' in page
    assert '<script src="build%207.js" defer></script>' in page
    assert "<style>" not in page
    assert Path("out/build 7.css").read_text(encoding="utf-8").startswith("/* Colours")
    assert "packedCards" in Path("out/build 7.js").read_text(encoding="utf-8")


def test_every_command_keeps_to_the_settings_of_the_report(
    harness: Harness, two_runs: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`compare -o` writes what `report` would, assets and templates included."""
    Path("mine").mkdir()
    Path("mine/_help.html.j2").write_text("<p>Ask the bot team</p>")
    monkeypatch.setenv("HARNESS_REPORT_ASSETS", "external")
    monkeypatch.setenv("HARNESS_REPORT_TEMPLATES", "mine")
    assert 0 == harness("compare", "before", "after", "-o", "two.html").code
    assert "Ask the bot team" in Path("two.html").read_text(encoding="utf-8")
    assert Path("two.js").is_file()
    monkeypatch.setenv("HARNESS_REPORT_TEMPLATES", "nowhere")
    said = harness("compare", "before", "after", "-o", "two.html")
    assert (2, True) == (said.code, "there is no folder nowhere" in said.err)


def test_the_trend_tells_of_the_runs_before(harness: Harness, two_runs: tuple[str, str]) -> None:
    """Kept runs of the suite up to this one are drawn; an older report knows no later run."""
    harness("baseline", "set", "main", "before")
    harness("report", "before", "after", "-o", "two.html")
    page = Path("two.html").read_text(encoding="utf-8")
    assert "Pass rate over the last 2 runs" in page
    assert ">baseline main</text>" in page
    harness("report", "before", "-o", "one.html")
    assert "Pass rate over the last" not in Path("one.html").read_text(encoding="utf-8")


def test_a_page_can_be_opened_at_once(
    harness: Harness, two_runs: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser is given the page of the files that were written; without one it is said."""
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("click.launch", launch)
    assert 0 == harness("report", "after", "-o", "a.md", "-o", "a.html", "--open").code
    assert [str(Path("a.html").resolve())] == opened
    monkeypatch.setattr("click.launch", lambda path: 3)
    said = harness("report", "after", "-o", "a.html", "--open")
    assert "open a.html" in said.err
