from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import SettingsError
from harness.loader import acceptance, load_suite
from harness.loader.acceptance import Edit, edit_case

NOTE = "2031-05-05 by Ada: new policy (run r-1)"
SUITE = """\
# the shop
name: Shop   # its name
defaults:
  tags: shop

cases:
  - id: plain
    prompt: Why?
    expect: Because.          # keep me
    # and me
  - {id: flow, prompt: "Why?", expect: {says: {text: 'It is so'}}}   # one line
  - id: folded
    prompt: Why?
    expect:
      - says: >-     # why not
          Because it
          is so.

      - keywords: [because, it is]   # words

  - id: literal
    turns:
      - user: Hi
        expect: "Hello"
      - user: Why?
        expect: |
          One.
          Two.
  - id: last
    prompt: Why?
    expect: End."""
ALIAS = """\
cases:
  - {{id: {}, prompt: Why?, expect: {}}}
  - {{id: {}, prompt: Why?, expect: {}}}
"""
FLOW = """{}  - {{id: flow, prompt: "Why?", expect: {{says: {{text: '{}'}}}}}}   # one line"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Return a suite file in which texts are written in many ways."""
    path = tmp_path / "shop.suite.yaml"
    path.write_text(SUITE, encoding="utf-8", newline="")
    return path


def changed(edit: Edit) -> list[str]:
    """Return the lines that are gone and new."""
    return [line for line in edit.lines()[2:] if line[0] in "+-"]


def texts_of(path: Path, case: str) -> str:
    """Return all that a case expects."""
    turns = load_suite(path).by_id[case].turns
    texts = [value for turn in turns for one in turn.expect for value in one.parameters.values()]
    return "|".join(", ".join(text) if isinstance(text, list) else str(text) for text in texts)


@pytest.mark.parametrize("loader", [yaml.BaseLoader, acceptance._Loader])
@pytest.mark.parametrize(
    ("case", "old", "new", "lines"),
    [
        (
            "plain",
            "Because.",
            "For no reason.",
            [
                "-    expect: Because.          # keep me",
                f"+    # accepted {NOTE}",
                "+    expect: For no reason.          # keep me",
            ],
        ),
        (
            "plain",
            "Because.",
            "Note: 5 # 6",
            [
                "-    expect: Because.          # keep me",
                f"+    # accepted {NOTE}",
                '+    expect: "Note: 5 # 6"          # keep me',
            ],
        ),
        (
            "plain",
            "Because.",
            "One.\n\nTwo.",
            [
                "-    expect: Because.          # keep me",
                f"+    # accepted {NOTE}",
                '+    expect: "One.\\n\\nTwo."          # keep me',
            ],
        ),
        (
            "flow",
            "It is so",
            "It's not, {so}",
            [
                FLOW.format("-", "It is so"),
                f"+  # accepted {NOTE}",
                FLOW.format("+", "It''s not, {so}"),
            ],
        ),
        (
            "folded",
            "Because it is so.",
            "Because " + "it " * 40 + "is so.",
            [
                f"+      # accepted {NOTE}",
                "-          Because it",
                "-          is so.",
                "+          Because" + " it" * 27,
                "+         " + " it" * 13 + " is so.",
            ],
        ),
        (
            "folded",
            "it is",
            "it was",
            [
                "-      - keywords: [because, it is]   # words",
                f"+      # accepted {NOTE}",
                "+      - keywords: [because, it was]   # words",
            ],
        ),
        (
            "literal",
            "Hello",
            'Say "hi"',
            [
                '-        expect: "Hello"',
                f"+        # accepted {NOTE}",
                '+        expect: "Say \\"hi\\""',
            ],
        ),
        (
            "literal",
            "One.\nTwo.\n",
            "One.\nThree.",
            [
                "-        expect: |",
                f"+        # accepted {NOTE}",
                "+        expect: |-",
                "           One.",
                "-          Two.",
                "+          Three.",
            ],
        ),
        (
            "last",
            "End.",
            "The end.",
            ["-    expect: End.", f"+    # accepted {NOTE}", "+    expect: The end."],
        ),
    ],
)
def test_only_the_text_changes_and_a_note_comes_above_it(
    suite: Path,
    case: str,
    old: str,
    new: str,
    lines: list[str],
    loader: type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Comments, layout and style stay, whatever way the text is written in."""
    monkeypatch.setattr(acceptance, "_Loader", loader)
    edit = edit_case(suite, case, {old: new}, NOTE)
    assert changed(edit) == [line for line in lines if line[0] in "+-"]
    edit.write()
    assert new in texts_of(suite, case)


def test_several_texts_of_a_case_change_at_once(suite: Path) -> None:
    """One note stands for them."""
    texts = {"Because it is so.": "It is.", "because": "It is"}
    lines = changed(edit_case(suite, "folded", texts, NOTE))
    assert 1 == sum("# accepted" in line for line in lines)
    assert "+          It is." in lines
    assert "+      - keywords: [It is, it is]   # words" in lines


def test_a_second_note_takes_the_place_of_the_first(suite: Path) -> None:
    """What was accepted before is history, which the repository keeps."""
    edit_case(suite, "plain", {"Because.": "One."}, NOTE).write()
    edit_case(suite, "plain", {"One.": "Two."}, "later").write()
    text = suite.read_text(encoding="utf-8")
    assert NOTE not in text
    assert "    # accepted later\n    expect: Two.          # keep me\n" in text


def test_line_ends_mark_and_mode_of_the_file_stay(tmp_path: Path) -> None:
    """A file of Windows with a byte order mark is still one, and still executable."""
    path = tmp_path / "shop.suite.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SUITE.replace("\n", "\r\n").encode())
    path.chmod(0o750)
    edit_case(path, "literal", {"One.\nTwo.\n": "A\nB"}, NOTE).write()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# the shop\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert 0o750 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(tmp_path.iterdir())


def test_a_file_that_was_changed_meanwhile_is_left_alone(suite: Path) -> None:
    """An edit made from an older text would undo someone's work."""
    edit = edit_case(suite, "plain", {"Because.": "One."}, NOTE)
    suite.write_text(SUITE + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="changed meanwhile"):
        edit.write()
    assert SUITE + "\n" == suite.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "case", "why"),
    [
        (SUITE, "plan", "has no case 'plan'; did you mean 'plain'"),
        (
            "defaults: {expect: So.}\ncases:\n  - {id: a, prompt: Why?}\n",
            "a",
            r"comes from defaults.*edit .*:3 yourself",
        ),
        (
            ALIAS.format("b", "&x So.", "a", "*x"),
            "a",
            "by an alias to line 2",
        ),
        (
            ALIAS.format("a", "&x So.", "b", "*x"),
            "a",
            "cannot be changed safely",
        ),
        (
            "cases:\n  - id: a\n    prompt: Why?\n    expect: [says: So., exact: So.]\n",
            "a",
            r"in several places \(lines 4, 4\)",
        ),
    ],
)
def test_what_cannot_be_changed_says_where_to_edit(
    tmp_path: Path, text: str, case: str, why: str
) -> None:
    """Shared and made-up texts are refused, and nothing is left in the folder."""
    path = tmp_path / "x.suite.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=why):
        edit_case(path, case, {"So.": "Not so."}, NOTE)
    assert [path] == list(tmp_path.iterdir())


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1)
    .map(str.strip)
    .filter(bool),
    st.sampled_from(
        [("plain", "Because."), ("flow", "It is so"), ("folded", "Because it is so."),
         ("literal", "One.\nTwo.\n"), ("literal", "Hello"), ("last", "End.")]
    ),
)  # fmt: skip
def test_any_answer_is_read_back_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, new: str, place: tuple[str, str]
) -> None:
    """Whatever a bot says, in whatever style it replaces a text, it means what it says."""
    path = tmp_path_factory.getbasetemp() / "any.suite.yaml"
    path.write_text(SUITE, encoding="utf-8", newline="")
    case, old = place
    edit_case(path, case, {old: new}, NOTE).write()
    assert new in texts_of(path, case).split("|") or "|" in new


def test_wordings_of_a_question_change_together(tmp_path: Path) -> None:
    """They are written once; accepting the answer to one changes what all expect."""
    path = tmp_path / "x.suite.yaml"
    path.write_text("cases:\n  - {id: a, prompt: [How?, Why?], expect: So.}\n", encoding="utf-8")
    ids = [case.id for case in load_suite(path).cases]
    assert 2 == len(ids)
    edit_case(path, ids[1], {"So.": "Not so."}, NOTE).write()
    assert ["Not so.", "Not so."] == [texts_of(path, case) for case in ids]


def test_an_answer_that_looks_like_a_variable_is_no_variable(tmp_path: Path) -> None:
    """What a bot says is never filled in."""
    path = tmp_path / "x.suite.yaml"
    text = "vars: {days: 30}\ncases:\n  - {id: a, prompt: '{{days}} days?', expect: So.}\n"
    path.write_text(text, encoding="utf-8")
    edit_case(path, "a", {"So.": "In {{days}} {% days %}."}, NOTE).write()
    assert "In {{days}} {% days %}." == texts_of(path, "a")


@pytest.mark.parametrize(
    ("extra", "case", "old"),
    [
        ("vars: {days: 30}\n", "  - {id: a, prompt: Why?, expect: '{{days}} days.'}\n", "30 days."),
        (
            "expectations: {polite: {says: So.}}\n",
            "  - {id: a, prompt: Why?, expect: {use: polite}}\n",
            "So.",
        ),
    ],
)
def test_what_is_made_of_something_else_is_not_touched(
    tmp_path: Path, extra: str, case: str, old: str
) -> None:
    """A variable or a shared expectation belongs to others too: the place is said."""
    path = tmp_path / "x.suite.yaml"
    path.write_text(f"{extra}cases:\n{case}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"it comes from .*edit .*x.suite.yaml:3 yourself"):
        edit_case(path, "a", {old: "New."}, NOTE)


def test_a_case_in_another_file_is_named_there(tmp_path: Path) -> None:
    """The suite includes it; the change belongs into that file, by hand."""
    (tmp_path / "rows.csv").write_text("id,prompt,expect\na,Why?,So.\n", encoding="utf-8")
    path = tmp_path / "x.suite.yaml"
    path.write_text("cases: file://rows.csv\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"is not written out here; edit .*rows.csv:2 yourself"):
        edit_case(path, "a", {"So.": "New."}, NOTE)
