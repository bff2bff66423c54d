from __future__ import annotations

from fakes import WARM, case, run, suite, trials

from harness.live.outlook import Prospect, look_ahead
from harness.live.presets import terms_of
from harness.live.prospects import prospect_of

TERMS = terms_of("normal", 20, margin=0.05)


def test_a_steady_suite_ships_and_a_wavering_one_costs_more() -> None:
    """What kept runs show of a suite decides what is to be expected of it."""
    steady = look_ahead(Prospect(0, 20, known=((50, 50),) * 20), TERMS, games=12)
    wavering = look_ahead(Prospect(0, 20, known=((25, 50),) * 20), TERMS, games=12)

    assert 1.0 == steady.ships
    assert wavering.ships < 0.5
    assert steady.drop is not None
    assert wavering.drop is not None
    assert steady.drop < wavering.drop


def test_a_broken_question_is_found_early() -> None:
    """It blocks before one round of all questions is over, as a rule."""
    found = look_ahead(Prospect(0, 20), TERMS, games=12)

    assert 1.0 == found.finds_one
    assert found.requests_one < found.requests


def test_facts_at_temperature_0_cost_one_answer_each() -> None:
    """Twenty questions of both sides, three of them twice more for the probes; all is seen."""
    found = look_ahead(Prospect(20, 0), TERMS)

    assert (1.0, 40 + 4 * 4, 1.0) == (found.ships, found.requests, found.finds_one)


def test_an_old_version_on_file_costs_half() -> None:
    """Answers that are there need not be asked for."""
    asked = look_ahead(Prospect(0, 20), TERMS, games=12)
    filed = look_ahead(Prospect(0, 20, on_file=3), terms_of("normal", 20, margin=0.05), games=12)

    assert filed.requests < asked.requests


def test_the_prospect_knows_what_kept_runs_show() -> None:
    """Answers count by question and temperature; errors do not."""
    a, b = case("a"), case("b")
    asked = suite(a, b, repeats={0.0: 2, 0.7: 5})
    kept = run("r", asked, trials(a, "ppfe", setting=WARM))

    found = prospect_of(asked, [kept])

    assert (2, 2, ((2, 3), (0, 0))) == (found.cold, found.warm, found.known)
