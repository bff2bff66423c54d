from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import case, run, suite, trials

from harness.compare.gate import judge
from harness.compare.intended import EDITED, intended_by
from harness.compare.pairing import compare
from harness.model.proof import Decision
from harness.model.run import TrainingText
from harness.model.suite import Gate

OLD = TrainingText("old", "Returns take 30 days with a receipt.\nParcels cost 5 euros.")
NEW = TrainingText("new", "Returns take 14 days with a receipt.\nParcels cost 5 euros.")
RETURNS = case("returns", "How long do returns take?", "30 days")
PARCELS = case("parcels", "What do parcels cost?", "5 euros")


def test_a_question_on_an_edited_sentence_is_meant_to_change() -> None:
    """The passage that it draws on stands in one text only; the other question's in both."""
    tell = intended_by(OLD, NEW)

    assert tell(RETURNS) == EDITED
    assert tell(PARCELS) is None
    assert tell(case("x", "zebra?", "stripes")) is None


def test_a_heading_goes_with_what_it_heads() -> None:
    """A question that stands in the text word for word does not hide that its answer was edited."""
    head, rest = "# How long do returns take?\n\n", "\n# Parcels\n5 euros."
    tell = intended_by(
        TrainingText("old", f"{head}Ask within 30 days.{rest}"),
        TrainingText("new", f"{head}Ask within 14 days.{rest}"),
    )

    assert tell(RETURNS) == EDITED
    assert tell(PARCELS) is None


@pytest.mark.parametrize("texts", [(None, NEW), (OLD, None), (OLD, OLD)])
def test_without_an_edit_nothing_is_meant(
    texts: tuple[TrainingText | None, TrainingText | None],
) -> None:
    """One text alone, or twice the same, explains no change."""
    assert intended_by(*texts)(RETURNS) is None


@pytest.mark.parametrize(
    ("broken", "decision"),
    [(RETURNS, Decision.SHIP), (PARCELS, Decision.DO_NOT_SHIP)],
)
def test_a_gate_may_demand_that_nothing_else_changed(broken: object, decision: Decision) -> None:
    """A fall that the edit explains passes `collateral_regressions: 0`; another blocks."""
    of = suite(RETURNS, PARCELS)
    old = [each for one in of.cases for each in trials(one, "pp")]
    new = [each for one in of.cases for each in trials(one, "ff" if one == broken else "pp")]
    runs = (
        replace(run("old", of, old), training=OLD),
        replace(run("new", of, new), training=NEW),
    )

    found = judge(compare(*runs), Gate(collateral_regressions=0))

    assert found.decision is decision
