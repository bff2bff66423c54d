from __future__ import annotations

from fakes import COLD, WARM, case, run, suite, trials

from harness.live.noise import noise_of

A, B = case("a"), case("b")
ASKED = suite(A, B)


def test_agreement_is_counted_in_pairs() -> None:
    """Two right of three agree in one pair of three; between sessions each meets each."""
    first = run("one", ASKED, trials(A, "ppf", setting=WARM))
    second = run("two", ASKED, trials(A, "ppp", setting=WARM))

    (found,) = noise_of(first, second)

    assert (1 + 3) / 6 == found.agree_within
    assert 6 / 9 == found.agree_between
    assert ("a", (2, 3), (3, 3)) == (
        found.cases[0].case_id,
        found.cases[0].passed,
        found.cases[0].answers,
    )


def test_what_wavers_most_comes_first() -> None:
    """Somebody should look at it first."""
    made = [*trials(A, "pppp", setting=WARM), *trials(B, "pfpf", setting=WARM)]

    (found,) = noise_of(run("one", ASKED, made), run("two", ASKED, ()))

    assert ["b", "a"] == [each.case_id for each in found.cases]


def test_repeats_above_0_that_are_all_alike_are_replays() -> None:
    """A cache answers the same each time: that is no evidence of anything."""
    warm = run("one", ASKED, trials(A, "pp", setting=WARM, texts=("same", "same")))
    cold = run("one", ASKED, trials(A, "pp", setting=COLD, texts=("same", "same")))

    assert noise_of(warm, warm)[0].replays
    assert not noise_of(cold, cold)[0].replays


def test_a_bot_that_answers_otherwise_in_the_next_session_drifts() -> None:
    """Steady within, other words between: what changes there is not the bot's text."""
    one = run("one", ASKED, trials(A, "pp", texts=("x", "x")))
    two = run("two", ASKED, trials(A, "ff", texts=("y", "y")))

    assert noise_of(one, two)[0].drifts
    assert not noise_of(one, one)[0].drifts


def test_errors_are_no_answers() -> None:
    """A question without an answer says nothing of the noise."""
    (found,) = noise_of(run("one", ASKED, trials(A, "pe")), run("two", ASKED, trials(A, "p")))

    assert (None, 1.0) == (found.agree_within, found.agree_between)
