from __future__ import annotations

from dataclasses import replace

from fakes import WARM, case, run, suite, trials

from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.model.comparison import Comparison, Decision, Rule, Verdict
from harness.model.run import Trial
from harness.model.suite import Case, Gate, Limits


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
            for each in _trials(cases[name], sides[side], side if warm else None)
        ]

    found = compare(run("old", of, made(0)), run("new", of, made(1)))  # type: ignore[arg-type]
    return judge(found, gate or Gate(), strict=strict)


def _trials(of: Case, outcomes: str, side: int | None) -> list[object]:
    """Return cold trials that all say the same, or warm ones of a side that never do."""
    if side is None:
        return list(trials(of, outcomes))
    texts = [f"{of.id} {side} {n}" for n in range(len(outcomes))]
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


def test_a_fall_that_is_a_fact_is_said_without_an_interval() -> None:
    """An interval for other questions that reaches above 0 would contradict what is known."""
    outcomes = {f"c{n}": ("pp", "ff" if n == 0 else "pp") for n in range(10)}

    found = verdict(outcomes, Gate(max_regressions=1000))

    assert found.decision is Decision.DO_NOT_SHIP
    (reason,) = found.reasons
    assert "fell by 10.0 points on these questions, more than the 5 points allowed" in reason
    assert " to " not in reason


def test_a_fall_within_the_margin_is_allowed() -> None:
    """max_drop is what the pass rate may lose."""
    outcomes = {f"c{n}": ("ppp", "pff") for n in range(40)}

    found = verdict(outcomes, Gate(max_regressions=1000, max_drop=0.9), warm=True)

    assert found.decision is Decision.SHIP


def test_strict_wants_the_fall_ruled_out() -> None:
    """A fall that could be missed is said, and passes unless strictness asks for proof."""
    outcomes = {f"c{n}": ("ppp", "ppp") for n in range(12)}

    found = verdict(outcomes, warm=True)

    assert found.decision is Decision.SHIP
    assert any("could be missed" in reason for reason in found.reasons)
    for strict in (
        verdict(outcomes, warm=True, strict=True),
        verdict(outcomes, Gate(strict=True), warm=True),
    ):
        assert strict.decision is Decision.INCONCLUSIVE
        assert any("is not ruled out" in reason for reason in strict.reasons)
        assert any("more requests would decide" in reason for reason in strict.reasons)


def test_enough_answers_rule_the_fall_out() -> None:
    """Two hundred equal pairs leave no room for a fall of five points."""
    outcomes = {f"c{n}": ("pppppppppp", "pppppppppp") for n in range(20)}

    assert verdict(outcomes, warm=True, strict=True).decision is Decision.SHIP


def test_hardly_any_answers_are_never_enough() -> None:
    """Nothing differs in six answers, and still nothing is known."""
    outcomes = {f"c{n}": ("p", "p") for n in range(6)}

    assert verdict(outcomes, warm=True).decision is Decision.INCONCLUSIVE


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


def with_one(name: str, before: str, after: str, **given: object) -> Comparison:
    """Compare steady questions, of which the one named has these outcomes and marks."""
    cases = [case(f"c{n}") for n in range(8)]
    ill = case(name).model_copy(update=given)
    of = suite(*cases, ill)
    rest = [each for other in cases for each in trials(other, "pp")]
    return compare(
        run("old", of, [*rest, *trials(ill, before)]), run("new", of, [*rest, *trials(ill, after)])
    )


def rule(found: Verdict, name: str) -> Rule:
    """Return the rule of this name."""
    (one,) = [each for each in found.rules if each.name == name]
    return one


def test_the_gate_guards_by_id_and_by_tag() -> None:
    """must_not_break in the gate names questions or tags."""
    found = with_one("price", "pp", "ff", tags=("billing",))

    for names in (("price",), ("billing",)):
        verdict_ = judge(found, Gate(max_regressions=9, max_drop=0.5, must_not_break=names))
        assert verdict_.decision is Decision.DO_NOT_SHIP


def test_a_name_that_nobody_bears_keeps_it_open() -> None:
    """A gate with a misspelt name would guard nothing, so it passes nothing."""
    found = judge(with_one("price", "pp", "pp"), Gate(must_not_break=("prcie",)))

    assert found.decision is Decision.INCONCLUSIVE
    assert any("prcie" in reason for reason in found.reasons)


def test_a_tag_has_limits_of_its_own() -> None:
    """Drop, level and number of regressions of a tag each make a rule."""
    found = with_one("price", "pp", "ff", tags=("billing",))
    limits = Limits(max_drop=0.3, min_pass_rate=0.9, max_regressions=0)
    gate = Gate(max_regressions=9, max_drop=0.5, tags={"billing": limits})

    verdict_ = judge(found, gate)

    assert verdict_.decision is Decision.DO_NOT_SHIP
    assert rule(verdict_, "Pass rate, change").passed
    for name in (
        "Answers of billing that got worse",
        "Pass rate of billing, change",
        "Pass rate of billing, level",
    ):
        assert rule(verdict_, name).passed is False


def test_a_temperature_has_limits_of_its_own() -> None:
    """The answers at one temperature are judged alone."""
    found = with_one("price", "pp", "ff")
    gate = Gate(max_regressions=9, max_drop=0.5, temperatures={0.0: Limits(min_pass_rate=1)})

    assert rule(judge(found, gate), "Pass rate at temperature 0, level").passed is False


def test_a_temperature_that_was_not_asked_keeps_it_open() -> None:
    """What has no answer cannot pass."""
    gate = Gate(temperatures={0.7: Limits(min_pass_rate=0.1)})

    assert judge(with_one("a", "pp", "pp"), gate).decision is Decision.INCONCLUSIVE


def test_intended_changes_may_be_told_from_collateral_ones() -> None:
    """With collateral_regressions only what the edit does not explain counts."""
    found = with_one("price", "pp", "ff")
    meant = replace(
        found,
        changes=tuple(
            replace(each, intended="its training text changed") if each.case.id == "price" else each
            for each in found.changes
        ),
    )
    gate = Gate(collateral_regressions=0)

    assert judge(found, gate).decision is Decision.DO_NOT_SHIP
    assert judge(meant, gate).decision is Decision.SHIP
    assert judge(meant, Gate()).decision is Decision.DO_NOT_SHIP


def test_answers_missing_on_one_side_keep_it_open() -> None:
    """Few in all, but far more after than before: those that came may not be comparable."""
    outcomes = {f"c{n}": ("pp", "pp") for n in range(90)}
    outcomes |= {f"e{n}": ("pp", "pe") for n in range(10)}

    found = verdict(outcomes, Gate(max_errors=0.2))

    assert found.decision is Decision.INCONCLUSIVE
    assert any("oftener on one side" in reason for reason in found.reasons)


def timed(before: float, after: float, spread: float = 0.0) -> Comparison:
    """Compare questions whose answers took so many seconds."""
    cases = [case(f"c{n}") for n in range(30)]
    of = suite(*cases)

    def side(seconds: float) -> list[Trial]:
        found = []
        for number, each in enumerate(cases):
            for trial in trials(each, "pp"):
                took = seconds * (1 + spread * (number % 5))
                exchanges = tuple(
                    replace(one, answer=replace(one.answer, seconds=took))
                    for one in trial.exchanges
                )
                found.append(replace(trial, exchanges=exchanges))
        return found

    return compare(run("old", of, side(before)), run("new", of, side(after)))


def test_answers_must_come_in_time() -> None:
    """Nineteen of twenty within the limit."""
    assert judge(timed(1, 1), Gate(max_seconds=2)).decision is Decision.SHIP
    assert judge(timed(1, 3), Gate(max_seconds=2)).decision is Decision.DO_NOT_SHIP


def test_answers_may_not_slow_down() -> None:
    """The ratio, question by question, against what is allowed."""
    assert judge(timed(1, 1.1, 0.2), Gate(max_slowdown=0.5)).decision is Decision.SHIP
    assert judge(timed(1, 2.0, 0.2), Gate(max_slowdown=0.5)).decision is Decision.DO_NOT_SHIP


def test_wordings_of_one_question_are_judged_together() -> None:
    """Each wording alone proves too little; all of them together fell."""
    wordings = [case(f"w{n}").model_copy(update={"group": "refund"}) for n in range(3)]
    cases = [*wordings, *(case(f"c{n}") for n in range(20))]
    of = suite(*cases)

    def side(outcomes: str) -> list[Trial]:
        return [
            one
            for each in cases
            for one in trials(
                each,
                outcomes if each.group else "ppp",
                setting=WARM,
                texts=[f"{outcomes} {n}" for n in range(3)],
            )
        ]

    found = judge(compare(run("old", of, side("ppp")), run("new", of, side("fff"))), Gate())

    assert rule(found, "Answers that got worse").passed is not False
    assert rule(found, "Wordings together").measured == "1 of 1 groups worse"


def test_the_gate_of_a_suite_stands_over_the_usual_one() -> None:
    """What the suite leaves at its default comes from the project."""
    gate = Gate(max_drop=0.1).over(Gate(max_drop=0.2, min_pass_rate=0.8))

    assert (0.1, 0.8) == (gate.max_drop, gate.min_pass_rate)
