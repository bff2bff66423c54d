"""The page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import TemplateAssertionError, UndefinedError

from harness.errors import HarnessError
from harness.report.html import render_html, show
from harness.report.view import build_run_view, build_view

from . import builders
from .strings import HOSTILE

STATES = (
    builders.do_not_ship,
    builders.ready,
    builders.ready_but_look,
    builders.exactly_as_before,
    builders.part_missing,
    builders.bot_did_not_answer,
    builders.cannot_compare,
    builders.nothing_paired,
)
VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """Reads a page: its elements, attributes and whether everything is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element and its attributes."""
        self.elements[tag] += 1
        self.attributes.update(name for name, _ in attrs)
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def hostile() -> str:
    """Give a page in which every field of strangers holds something hostile."""
    return render_html(build_view(*builders.hostile(HOSTILE)))


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_sound_page(state: Callable[[], builders.State]) -> None:
    """Elements are closed, ids are unique, and every link leads to a place in the page."""
    page = Page(render_html(build_view(*state())))
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_same_view_gives_the_same_bytes() -> None:
    """Two renderings differ in nothing."""
    pages = {render_html(build_view(*builders.do_not_ship())) for _ in range(2)}
    assert len(pages) == 1


def test_a_small_page_is_as_agreed(same_as_golden: Callable[[str, str], None]) -> None:
    """The markup of a small report stays as it is, but for style sheet and script."""
    page = render_html(build_view(*builders.ready_but_look()))
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", page, flags=re.DOTALL)
    page = re.sub(r"sha256-[\w+/=]+", "sha256-…", page)
    same_as_golden("ready_but_look.html", page)


def test_a_single_run_is_shown_by_the_same_page() -> None:
    """It has no column for a run before."""
    text = render_html(build_run_view(builders.single_run()))
    assert Page(text).open == []
    assert ">Before</th>" not in text
    assert "First run: nothing to compare with yet" in text


def test_nothing_hostile_becomes_markup(hostile: str) -> None:
    """Whatever strangers write, the page has only the elements of a harmless one."""
    page = Page(hostile)
    calm = Page(render_html(build_view(*builders.hostile(["calm"] * len(HOSTILE)))))
    assert page.open == []
    assert page.elements.keys() - calm.elements.keys() <= {"h5", "del"}  # where a text is rewritten
    assert page.elements["script"] == page.elements["style"] == 1
    assert page.attributes.keys() == calm.attributes.keys()
    assert {link[0] for link in page.links} == {"#"}
    assert not page.elements.keys() & {"iframe", "object", "embed", "img", "form", "base", "link"}


def test_no_attribute_holds_style_or_script(hostile: str) -> None:
    """A policy against inline styles and handlers breaks nothing, as there are none."""
    for text in (hostile, render_html(build_view(*builders.do_not_ship()))):
        names = Page(text).attributes.keys()
        assert "style" not in names
        assert not [name for name in names if name.startswith("on")]


def test_any_text_can_be_written_as_utf_8(hostile: str) -> None:
    """Half pairs and controls are named; no character of the page hides or steers."""
    hostile.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", hostile)
    assert '<span class="hex">U+202E</span>' in hostile
    assert '<span class="hex">U+D800</span>' in hostile


def test_the_policy_allows_exactly_our_style_and_script() -> None:
    """The hashes in the policy are those of the two elements, and all else is forbidden."""
    text = render_html(build_view(*builders.ready()))
    policy = re.search(r'Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = policy.group(1).replace("&#39;", "'").replace("&#43;", "+")
    assert allowed.startswith("default-src 'none'; ")
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in allowed
    for name in ("style", "script"):
        inside = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside.group(1).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}';" in allowed


def test_blank_lines_of_an_answer_stay() -> None:
    """Paragraphs of an answer are not run together."""
    case = builders.make_case("x", "Why?")
    before = builders.Story("One.\n\nTwo and three and four.", "", "p")
    after = builders.Story("One.\n\nTwo and three and five.", "", "p")
    kind = builders.do_not_ship()[0].changes[0].kind
    comparison = builders.comparison_of([builders.change(case, kind, before, after)])
    text = render_html(build_view(comparison, builders.SHIP))
    assert '<div class="diff" dir="auto">One.\n\nTwo and three and' in text


def test_show_marks_hidden_characters() -> None:
    """Text is escaped, and each hidden character is a chip with its name."""
    assert show("<b>\u202e") == '&lt;b&gt;<span class="hex">U+202E</span>'


def test_a_folder_can_stand_in_for_a_template(tmp_path: Path) -> None:
    """A file of the caller's folder replaces the built-in one; the others stay."""
    (tmp_path / "_help.html.j2").write_text("<p>{{ view.bot }} of our own</p>")
    text = render_html(build_view(*builders.ready()), templates=tmp_path)
    assert "<p>Spoke &amp; Wheel helper of our own</p>" in text
    assert "Ready to ship v42" in text


@pytest.mark.parametrize(
    ("template", "error"),
    [("{{ view.bot|safe }}", TemplateAssertionError), ("{{ nobody }}", UndefinedError)],
)
def test_no_template_switches_escaping_off(
    tmp_path: Path, template: str, error: type[Exception]
) -> None:
    """There is no `safe` filter, and a name that does not exist is an error."""
    (tmp_path / "_help.html.j2").write_text(template)
    with pytest.raises(error):
        render_html(build_view(*builders.ready()), templates=tmp_path)


def test_a_forgotten_show_hides_nothing(tmp_path: Path) -> None:
    """A value that a template prints as it is still shows its hidden characters by name."""
    (tmp_path / "_help.html.j2").write_text('<p title="{{ view.bot }}">')
    text = render_html(build_view(*builders.hostile(['"\u202e'])), templates=tmp_path)
    assert '<p title="&#34;⟨U+202E⟩">' in text


def test_a_script_that_ends_itself_is_refused(tmp_path: Path) -> None:
    """An asset that would break out of its element is an error, not a page."""
    (tmp_path / "report.js").write_text("'</SCRIPT>'")
    with pytest.raises(HarnessError, match=r"report\.js"):
        render_html(build_view(*builders.ready()), templates=tmp_path)


def test_our_script_writes_no_markup() -> None:
    """The script makes elements and text only; nothing in it reads text as markup or code."""
    folder = Path(__file__).parents[2] / "harness" / "report" / "templates"
    script = (folder / "report.js").read_text()
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert sink not in script
    assert max(map(len, script.splitlines())) <= 120
