from __future__ import annotations

from fakes import ScriptedBot, case, suite
from twobots import Onlooker

from harness.live.comparing import LiveJob, compare_live
from harness.live.edited import near_the_edit
from harness.live.presets import terms_of
from harness.model.comparison import Decision
from harness.model.run import BotState, TrainingText
from harness.store.store import Store

OLD = TrainingText(
    "old.md",
    "# Returns\n\nYou can return shoes within 30 days of delivery.\n\n"
    "# Opening hours\n\nThe shop opens on weekdays at nine.\n",
)
NEW = TrainingText("new.md", OLD.text.replace("30 days", "14 days"))
RETURNS = case("returns", "Can I return shoes after delivery?", "30 days")
HOURS = case("hours", "When does the shop open on weekdays?", "nine")


def test_a_question_on_an_edited_passage_is_near_the_edit() -> None:
    """By the words that it shares with the passage; the others are not."""
    assert {"returns"} == near_the_edit([RETURNS, HOURS], OLD, NEW)


def test_where_a_text_is_not_at_hand_nothing_is_near() -> None:
    """Nor where the texts are the same."""
    assert frozenset() == near_the_edit([RETURNS, HOURS], None, NEW)
    assert frozenset() == near_the_edit([RETURNS, HOURS], OLD, OLD)


async def test_what_the_edit_concerns_is_asked_first(store: Store) -> None:
    """A question that the edit broke is found in the first batch, however many there are."""
    others = [case(f"q{number}", expect="nine") for number in range(60)]
    asked = suite(*others, RETURNS, HOURS, repeats={0.7: 1})
    right = {each.prompt: "30 days, at nine" for each in asked.cases}
    old = ScriptedBot(right, states=[BotState("old")])
    new = ScriptedBot({**right, RETURNS.prompt: "14 days"}, states=[BotState("new")])
    terms = terms_of("normal", len(asked.cases), margin=0.05, seed=1)
    job = LiveJob(asked, old, new, store, Onlooker(), terms, trainings=(OLD, NEW))

    finding = await compare_live(job)

    assert Decision.DO_NOT_SHIP is finding.evidence.decision
    assert finding.requests < 2 * 16 + 20
