from __future__ import annotations

import pytest

from .conftest import Complain, Load, Write


def test_wordings_are_cases_of_one_group(load: Load) -> None:
    """The first wording keeps the id, so that another can be added without losing its past."""
    suite = load("cases: [{id: a, prompt: [How long?, Until when?], expect: 30 days}]")
    assert [(case.id, case.group, case.prompt) for case in suite.cases] == [
        ("a", "a", "How long?"),
        ("a#2", "a", "Until when?"),
    ]


def test_a_matrix_makes_a_case_of_each_combination(load: Load) -> None:
    """Ids tell the combinations apart, unless the id says it itself."""
    text = (
        "cases: [{{id: {}, matrix: {{c: [de, fr], p: [x, y]}},"
        " prompt: '{{{{c}}}} {{{{p}}}}', expect: z}}]"
    )
    suite = load(text.format("a"))
    assert [(case.id, case.prompt) for case in suite.cases] == [
        ("a[de,x]", "de x"),
        ("a[de,y]", "de y"),
        ("a[fr,x]", "fr x"),
        ("a[fr,y]", "fr y"),
    ]
    assert [case.id for case in load(text.format("'{{c}}-{{p}}'")).cases] == [
        "de-x",
        "de-y",
        "fr-x",
        "fr-y",
    ]


def test_rows_fill_one_case_with_many_values(load: Load, write: Write) -> None:
    """Each row is a case; what stands in a row is data, whatever it looks like."""
    write("faq.csv", 'id,question,answer\n1,How {{long}}?,30 days\n,Why not?,"No, because"\n')
    suite = load(
        "cases: [{id: faq, rows: file://faq.csv, prompt: '{{ question }}', expect: '{{ answer }}'}]"
    )
    assert [(case.id, case.prompt) for case in suite.cases] == [
        ("faq-1", "How {{long}}?"),
        ("faq-why-not", "Why not?"),
    ]
    assert suite.cases[1].turns[0].expect[0].parameters == {"text": "No, because"}


def test_cases_come_from_files(load: Load, write: Write) -> None:
    """CSV, JSONL and YAML files hold whole cases; a pattern stands for several, in order."""
    write("more/b.csv", "prompt,expect,expect.x\n".replace(",expect.x", "") + "Why?,Because\n")
    write("more/a.jsonl", '{"id": "j", "prompt": "{{x}}", "expect": {"keywords": ["y"]}}\n')
    write("last.yaml", "- {id: l, prompt: '{{ v }}', expect: z}\n")
    suite = load("vars: {v: '1'}\ncases: ['file://more/*', file://last.yaml]\n")
    assert [(case.id, case.prompt) for case in suite.cases] == [
        ("j", "{{x}}"),
        ("why", "Why?"),
        ("l", "1"),
    ]
    assert [case.file.rsplit("/", 1)[-1] for case in suite.cases] == [
        "a.jsonl",
        "b.csv",
        "last.yaml",
    ]
    assert load("vars: {v: '1'}\ncases: file://last.yaml\n").cases[0].id == "l"


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("file://none.csv", "none.csv:1:1: there is no such file"),
        ("'file://*.csv'", "1:9: no file is called like '*.csv'"),
        (
            "file://a.txt",
            "1:9: a file of rows ends with one of .csv, .tsv, .jsonl, .ndjson, .yaml, .yml",
        ),
        (
            "{id: a, rows: a.csv, prompt: x, expect: y}",
            "1:23: rows come from a file: file://name.csv",
        ),
        (
            "{id: a, matrix: {b: c}, prompt: '{{b}}', expect: y}",
            "1:29: 'b' must be a list of values",
        ),
        (
            "{id: a, matrix: {b: [c]}, prompt: x, expect: y}",
            "1:26: nothing in this case uses the variable 'b'",
        ),
        ("{id: a, prompt: [x, [y]], expect: z}", "1:29: a wording must be a text, not a list"),
        ("file://self.yaml", "self.yaml:1:3: the files of cases name one another in a circle"),
    ],
)
def test_what_cannot_be_expanded_is_pointed_at(
    complain: Complain, write: Write, case: str, problem: str
) -> None:
    """Missing files, foreign endings, empty axes and circles are errors with a place."""
    write("self.yaml", "- file://self.yaml\n")
    assert problem in complain(f"cases: [{case}]")


def test_a_matrix_without_end_is_refused(complain: Complain) -> None:
    """More cases than anyone asks are an error, and are never made."""
    axes = ", ".join(f"v{n}: [{', '.join('abcdefghij')}]" for n in range(9))
    prompt = "".join(f"{{{{v{n}}}}}" for n in range(9))
    problems = complain(f"cases: [{{id: a, matrix: {{{axes}}}, prompt: '{prompt}', expect: y}}]")
    assert problems == ["1:25: these are more than 100,000 cases"]


def test_a_column_that_nobody_uses_is_a_warning(warn: Complain, write: Write) -> None:
    """Data files may hold more than is asked; it is said once."""
    write("a.csv", "q,note\nx,1\ny,2\n")
    assert warn("cases: [{rows: file://a.csv, prompt: '{{q}}', expect: z}]") == [
        "a.csv:1:3: nothing uses the column 'note'"
    ]
