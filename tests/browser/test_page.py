"""The page in a real browser: readable without script, and better with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from report import builders

from harness.model.suite import Case
from harness.report.html import render_html
from harness.report.view import build_run_view, build_view

from .conftest import Opened

pytestmark = pytest.mark.browser

OpenReport = Callable[..., Opened]
STATES = (
    builders.do_not_ship,
    builders.ready_but_look,
    builders.exactly_as_before,
    builders.part_missing,
    builders.bot_did_not_answer,
    builders.nothing_paired,
)


@pytest.fixture(scope="module")
def report() -> str:
    """Give a report with something of everything."""
    return render_html(build_view(*builders.do_not_ship()))


def visible_cards(opened: Opened) -> list[str]:
    """Return the ids of the cards that are shown."""
    cards = opened.page.locator(".case:visible")
    return [card.get_attribute("id") or "" for card in cards.all()]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("script", [True, False])
def test_every_state_is_silent(
    open_report: OpenReport,
    state: Callable[[], builders.State],
    script: bool,  # noqa: FBT001
) -> None:
    """No request, no console message, no error, with script and without."""
    opened = open_report(render_html(build_view(*state())), java_script_enabled=script)
    assert opened.page.locator("h1").is_visible()
    assert opened.events == []


def test_all_is_readable_without_script(open_report: OpenReport, report: str) -> None:
    """Verdict, rules, figures, answers and run details are there; no dead button is."""
    opened = open_report(report, java_script_enabled=False)
    page = opened.page
    assert page.locator("h1").inner_text() == "Do not ship v42"
    assert page.get_by_text("1 of 1 worse").is_visible()
    assert page.get_by_text("−20.8 points, −26.8 to −14.8").is_visible()
    assert len(visible_cards(opened)) == 9
    assert page.locator("#case-repair-days del").first.inner_text() == "every working day"
    assert page.get_by_text("harness report r-1987 r-2041").is_visible()
    assert page.locator("button:visible").count() == 0
    page.locator("#case-bulbs > summary").click()
    assert page.get_by_text("nobody here can say anything").is_visible()


def test_a_link_opens_its_answer_without_script(open_report: OpenReport, report: str) -> None:
    """The address of one answer shows this answer."""
    opened = open_report(report, "#case-deposit", java_script_enabled=False)
    assert opened.page.locator("#case-deposit .diff").first.is_visible()


def test_a_link_opens_its_answer_in_a_closed_group(open_report: OpenReport) -> None:
    """With script there is no closed group: all that fits the filter is listed."""
    comparison, verdict = builders.exactly_as_before()
    changes = [
        builders.change(
            case, change.kind, builders.Story("a", "b", "p"), builders.Story("a", "b", "p")
        )
        for change in comparison.changes
        for case in [change.case, *(_renamed(change.case, number) for number in range(3))]
    ]
    comparison = builders.comparison_of(changes, identical=True)
    opened = open_report(render_html(build_view(comparison, verdict)), "#case-sell-pumps-2")
    assert opened.page.locator("#case-sell-pumps-2 .diff").is_visible()
    assert len(visible_cards(opened)) == 12


def test_a_status_filter_leaves_only_its_answers(open_report: OpenReport, report: str) -> None:
    """The button shows what it says, the count follows, and the address keeps it."""
    opened = open_report(report)
    page = opened.page
    page.get_by_role("button", name="Worse", exact=True).click()
    assert visible_cards(opened) == ["case-repair-days", "case-bulbs"]
    assert page.locator("#shown").inner_text() == "2 of 9 questions"
    assert page.locator("#list h3:visible").all_inner_texts() == ["Got worse\n2 questions"]
    assert page.evaluate("location.hash") == "#f=worse"
    page.get_by_role("button", name="All", exact=True).click()
    assert len(visible_cards(opened)) == 9
    assert opened.events == []


def test_search_finds_words_of_answers(open_report: OpenReport, report: str) -> None:
    """Also what stands in closed cards is found; what is nowhere says so."""
    opened = open_report(report)
    page = opened.page
    page.locator("#search").fill("HELMET")
    assert visible_cards(opened) == ["case-test-ride"]
    page.locator("#search").fill("zeppelin")
    assert visible_cards(opened) == []
    assert page.get_by_text("No question fits these filters.").is_visible()
    page.locator("#search").fill("")
    assert len(visible_cards(opened)) == 6
    assert page.get_by_text("No question fits these filters.").is_hidden()


def test_a_filtered_view_can_be_sent_as_a_link(open_report: OpenReport, report: str) -> None:
    """Filter, search and view come from the address."""
    opened = open_report(report, "#f=worse&q=lamp&v=split")
    assert visible_cards(opened) == ["case-bulbs"]
    assert opened.page.locator("#search").input_value() == "lamp"
    pressed = opened.page.locator("[data-view=split]").get_attribute("aria-pressed")
    assert pressed == "true"


def test_a_link_to_an_answer_beats_the_filter(open_report: OpenReport, report: str) -> None:
    """An answer that the filter hides is shown when a link leads to it."""
    opened = open_report(report)
    opened.page.get_by_role("button", name="Better", exact=True).click()
    opened.page.get_by_role("link", name="voucher").click()
    opened.page.locator("#case-voucher .diff").first.wait_for()
    assert len(visible_cards(opened)) == 6


def test_side_by_side_gives_two_plain_texts(open_report: OpenReport, report: str) -> None:
    """Before holds no added word, after no removed one; back again the marks return."""
    opened = open_report(report)
    page = opened.page
    page.get_by_role("button", name="Side by side").click()
    before, after = page.locator("#case-repair-days .split .diff").all_inner_texts()
    assert "on every working day before noon" in before
    assert "on Mondays before noon" in after
    page.get_by_role("button", name="Inline").click()
    assert page.locator("#case-repair-days .ans > .diff").is_visible()
    assert page.locator("#case-repair-days .split").is_hidden()


def test_keys_walk_through_the_answers(open_report: OpenReport, report: str) -> None:
    """J and k move, Enter opens, f filters, / searches, and typing in the search is typing."""
    opened = open_report(report)
    page = opened.page
    focused = "document.activeElement.closest('.case')?.id"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == "case-bulbs"
    page.keyboard.press("Enter")
    assert page.locator("#case-bulbs .diff").first.is_visible()
    page.keyboard.press("k")
    assert page.evaluate(focused) == "case-repair-days"
    page.keyboard.press("f")
    assert page.locator("#shown").inner_text() == "2 of 9 questions"
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.locator("#search").input_value() == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert opened.events == []


def test_single_keys_can_be_turned_off(open_report: OpenReport, report: str) -> None:
    """Whoever speaks to the computer does not set off shortcuts."""
    opened = open_report(report)
    page = opened.page
    page.keyboard.press("?")
    page.locator("#nokeys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("f")
    assert page.locator("#shown").inner_text() == "6 of 9 questions"


def test_the_link_of_an_answer_is_copied(open_report: OpenReport, report: str) -> None:
    """The copied address leads to this answer."""
    opened = open_report(report, permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.locator("#case-repair-days").get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/report.html#case-repair-days")


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_light_and_dark_follow_the_reader(
    open_report: OpenReport, report: str, scheme: str, other: str
) -> None:
    """The page has the scheme of the system, and the button the other one."""
    page = open_report(report, color_scheme=scheme).page
    colour = "getComputedStyle(document.body).backgroundColor"
    colours = {"light": "rgb(244, 245, 247)", "dark": "rgb(15, 19, 24)"}
    assert page.evaluate(colour) == colours[scheme]
    page.locator("#theme").click()
    assert page.evaluate(colour) == colours[other]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_needs_sideways_scrolling(
    open_report: OpenReport, report: str, width: int
) -> None:
    """From a small phone to a desk nothing sticks out, with every card open."""
    page = open_report(report, viewport={"width": width, "height": 900}).page
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_what_is_worse(open_report: OpenReport, report: str) -> None:
    """On paper worse answers are open and the tools are gone, on a light ground."""
    page = open_report(report, color_scheme="dark", java_script_enabled=False).page
    page.emulate_media(media="print")
    assert page.locator("#case-bulbs .diff").first.is_visible()
    assert not page.locator("#case-sell-pumps .diff").is_visible()
    assert page.locator(".bar").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_single_run_can_be_filtered_too(open_report: OpenReport) -> None:
    """The page of a run without a baseline works the same."""
    opened = open_report(render_html(build_run_view(builders.single_run())))
    opened.page.get_by_role("button", name="Fails", exact=True).click()
    assert visible_cards(opened) == ["case-bulbs"]
    assert opened.events == []


def _renamed(case: Case, number: int) -> Case:
    return case.model_copy(update={"id": f"{case.id}-{number}"})
