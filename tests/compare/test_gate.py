from __future__ import annotations

from fakes import WARM, case, run, suite, trials

from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.model.comparison import Decision, Verdict
from harness.model.suite import Case, Gate


def verdict(
    outcomes: dict[str, tuple[str, str]],
    gate: Gate | None = None,
    *,
    guarded: tuple[str, ...] = (),
    warm: bool = False,
    strict: bool = False,
) -> Verdict:
    """Judge a comparison of questions with these outcomes before and after."""
    cases = {name: case(name, must_not_break=name in guarded) for name in outcomes}
    of = suite(*cases.values())

    def made(side: int) -> list[object]:
        return [
            each
            for name, sides in outcomes.items()
            for each in _trials(cases[name], sides[side], warm=warm)
        ]

    found = compare(run("old", of, made(0)), run("new", of, made(1)))  # type: ignore[arg-type]
    return judge(found, gate or Gate(), strict=strict)


def _trials(of: Case, outcomes: str, *, warm: bool) -> list[object]:
    if not warm:
        return list(trials(of, outcomes))
    texts = [f"{of.id} {n}" for n in range(len(outcomes))]
    return list(trials(of, outcomes, setting=WARM, texts=texts))


def test_nothing_worse_ships() -> None:
    """All rules passed: ship, with a sentence that says so."""
    found = verdict({"a": ("pp", "pp"), "b": ("ff", "pp")})

    assert found.decision is Decision.SHIP
    assert "1 got better" in found.reasons[0]


def test_the_very_same_answers_ask_whether_the_text_was_loaded() -> None:
    """A run that equals the one before ships, but says what may be wrong."""
    found = verdict({"a": ("pp", "pp")})

    assert found.decision is Decision.SHIP
    assert "Was the new training text loaded?" in found.reasons[0]


def test_one_proven_regression_blocks() -> None:
    """One question that got worse is enough, however many got better."""
    outcomes = {"a": ("pp", "ff")} | {f"c{n}": ("ff", "pp") for n in range(9)}

    found = verdict(outcomes)

    assert found.decision is Decision.DO_NOT_SHIP
    assert "1 answer (a) got worse." in found.reasons


def test_allowed_regressions_do_not_block() -> None:
    """max_regressions lets so many through."""
    outcomes = {"a": ("pp", "ff")} | {f"c{n}": ("pp", "pp") for n in range(40)}

    assert verdict(outcomes, Gate(max_regressions=1)).decision is Decision.SHIP


def test_what_must_not_break_blocks_even_where_regressions_are_allowed() -> None:
    """must_not_break is a rule of its own."""
    outcomes = {"a": ("pp", "ff")} | {f"c{n}": ("pp", "pp") for n in range(40)}

    found = verdict(outcomes, Gate(max_regressions=5), guarded=("a",))

    assert found.decision is Decision.DO_NOT_SHIP
    assert "1 answer (a) that must not break got worse." in found.reasons


def test_a_total_flip_without_proof_is_inconclusive() -> None:
    """Always right, then always wrong, with too few repeats: neither green nor red."""
    outcomes = {"a": ("pp", "ff")} | {f"c{n}": ("pp", "pp") for n in range(9)}

    found = verdict(outcomes, warm=True)

    assert found.decision is Decision.INCONCLUSIVE
    assert any("ask more repeats" in reason for reason in found.reasons)


def test_a_suspect_that_must_not_break_is_inconclusive() -> None:
    """A guarded question that may have got worse keeps the release open."""
    outcomes = {"a": ("p", "f"), "b": ("p", "p")}

    found = verdict(outcomes, Gate(max_regressions=9), guarded=("a",), warm=True)

    assert found.decision is Decision.INCONCLUSIVE
    assert ("a",) == found.look_at


def test_a_clear_fall_of_the_pass_rate_blocks() -> None:
    """Many small falls that no question proves alone show in the whole."""
    outcomes = {f"c{n}": ("ppp", "pff") for n in range(40)}

    found = verdict(outcomes, Gate(max_regressions=1000), warm=True)

    assert found.decision is Decision.DO_NOT_SHIP
    assert any("clear fall" in reason for reason in found.reasons)


def test_a_fall_within_the_margin_is_allowed() -> None:
    """max_drop is what the pass rate may lose."""
    outcomes = {f"c{n}": ("ppp", "pff") for n in range(40)}

    found = verdict(outcomes, Gate(max_regressions=1000, max_drop=0.7), warm=True)

    assert found.decision is Decision.SHIP


def test_strict_wants_the_fall_ruled_out() -> None:
    """A wide interval passes as unseen, but not when strictness asks for proof."""
    outcomes = {f"c{n}": ("pf", "fp") for n in range(4)} | {"d": ("pp", "pf"), "e": ("ff", "fp")}

    assert verdict(outcomes, warm=True).decision is Decision.SHIP
    assert verdict(outcomes, warm=True, strict=True).decision is Decision.INCONCLUSIVE


def test_the_level_is_a_rule_of_its_own() -> None:
    """min_pass_rate looks at the run after alone."""
    outcomes = {"a": ("pp", "pp"), "b": ("ff", "ff")}

    assert verdict(outcomes, Gate(min_pass_rate=0.5)).decision is Decision.SHIP
    assert verdict(outcomes, Gate(min_pass_rate=0.9)).decision is Decision.DO_NOT_SHIP


def test_a_silent_bot_is_never_green() -> None:
    """A question without an answer cannot be judged."""
    found = verdict({"a": ("pp", "ee"), "b": ("pp", "pp")})

    assert found.decision is Decision.INCONCLUSIVE
    assert any("got no answer" in reason for reason in found.reasons)


def test_too_many_errors_are_never_green() -> None:
    """Every question answered once, but a third of the answers missing: cannot be judged."""
    found = verdict({"a": ("ppp", "ppe"), "b": ("ppp", "ppe")})

    assert found.decision is Decision.INCONCLUSIVE
    assert any("missing" in reason for reason in found.reasons)


def test_a_proven_regression_outweighs_missing_answers() -> None:
    """What is known to be worse blocks, whatever else is unknown."""
    found = verdict({"a": ("pp", "ff"), "b": ("pp", "ee")})

    assert found.decision is Decision.DO_NOT_SHIP
    assert 2 <= len(found.reasons)


def test_every_rule_says_what_it_allows_and_measured() -> None:
    """A reader sees name, limit, measure and a sentence of every rule."""
    found = verdict({"a": ("pp", "pp")}, Gate(min_pass_rate=0.1), guarded=("a",))

    assert 6 == len(found.rules)
    assert all(
        rule.name and rule.allowed and rule.measured and rule.sentence for rule in found.rules
    )
