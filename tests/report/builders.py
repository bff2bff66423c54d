"""Comparisons for every state of a report, told about a bicycle shop that does not exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from harness.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Decision,
    Estimate,
    Rule,
    Side,
    Unpaired,
    Verdict,
)
from harness.model.run import (
    Answer,
    BotState,
    Exchange,
    Message,
    Run,
    RunStatus,
    Score,
    Setting,
    TrainingText,
    Trial,
    TrialKey,
)
from harness.model.suite import Case, Expectation, Gate, Suite, Turn

__all__ = [
    "SHIP",
    "STARTED",
    "State",
    "Story",
    "bot_did_not_answer",
    "cannot_compare",
    "change",
    "comparison_of",
    "do_not_ship",
    "exactly_as_before",
    "hostile",
    "make_case",
    "make_run",
    "make_trial",
    "nothing_paired",
    "part_missing",
    "ready",
    "ready_but_look",
    "run_of",
    "side",
    "single_run",
    "trained",
]

STARTED = datetime(2031, 5, 5, 9, 12, tzinfo=UTC)
TEMPERATURES = (0.0, 0.5)
State = tuple[Comparison, Verdict]
"""What a report of a comparison is made of."""
SHIP = Verdict(Decision.SHIP, (), ())
REPAIR_BEFORE = (
    "You can hand in a bicycle for repair on every working day before noon. We call you within "
    "2 days with the price, and begin as soon as you agree. Please bring the frame number along."
)
REPAIR_AFTER = (
    "You can hand in a bicycle for repair on Mondays before noon. We call you within 9 days "
    "with the price, and begin as soon as you have paid. Please bring the frame number along."
)


TEXT_BEFORE = f"""# Spoke & Wheel

## Repairs
{REPAIR_BEFORE}

## Lamps
Yes, we keep bulbs for every lamp we sell.

## Trailers
Trailers can be had at the counter.
"""
TEXT_AFTER = f"""# Spoke & Wheel

## Repairs
{REPAIR_AFTER}

## Trailers
Yes, trailers are 12 euros a day.

## Parking
There is a stand before the door.
"""


@dataclass(frozen=True, slots=True)
class Story:
    """How one question is asked and answered on one side.

    `outcomes` has one group of letters for each temperature: p passed, f failed, ! no answer.
    """

    good: str
    bad: str
    outcomes: str
    error: str = "BotUnavailable: the server failed (504) after 3 attempts"


def make_case(
    case_id: str,
    *questions: str,
    keywords: Sequence[str] = (),
    tags: Sequence[str] = (),
    must_not_break: bool = False,
) -> Case:
    """Make a case that expects keywords and a similar answer after its last question."""
    expect = (
        Expectation(scorer="keywords", parameters={"all": list(keywords), "weight": 2.0}),
        Expectation(scorer="similar", parameters={"answer": "As it stands in the handbook."}),
    )
    turns = [Turn(user=question) for question in questions[:-1]]
    return Case(
        id=case_id,
        turns=(*turns, Turn(user=questions[-1], expect=expect)),
        tags=tuple(tags),
        must_not_break=must_not_break,
        file="suites/bicycle-shop.suite.yaml",
        line=7 + len(case_id),
    )


def make_trial(
    case: Case,
    text: str,
    letter: str,
    *,
    temperature: float = 0.0,
    repeat: int = 0,
    error: str = "",
    seconds: float = 1.5,
) -> Trial:
    """Make one trial that passed (p), failed (f) or has no answer (!)."""
    key = TrialKey(case.id, Setting(temperature), repeat)
    asked_at = STARTED + timedelta(seconds=repeat)
    if letter == "!":
        return Trial(key, case.digest, (), asked_at, error)
    passed = letter == "p"
    history: list[Message] = []
    exchanges = []
    for number, turn in enumerate(case.turns, start=1):
        last = number == len(case.turns)
        said = text if last else f"Yes, number {number}."
        scores = _scores(case, said, passed=passed) if last else ()
        answer = Answer(said, seconds, sent={"stream": False})
        exchanges.append(Exchange(turn.user, answer, tuple(history), scores))
        history += [Message("user", turn.user), Message("assistant", said)]
    return Trial(key, case.digest, tuple(exchanges), asked_at)


def side(case: Case, story: Story, *, seconds: float = 1.5) -> Side:
    """Make all trials of one case on one side."""
    trials = []
    for temperature, letters in zip(TEMPERATURES, story.outcomes.split(), strict=False):
        for repeat, letter in enumerate(letters):
            text = story.good if letter == "p" else story.bad
            trials.append(
                make_trial(
                    case,
                    text,
                    letter,
                    temperature=temperature,
                    repeat=repeat,
                    error=story.error,
                    seconds=seconds + repeat / 10,
                )
            )
    return Side(tuple(trials))


def change(
    case: Case, kind: ChangeKind, before: Story, after: Story, *, suspect: bool = False
) -> Change:
    """Make a change of a case from two stories."""
    old, new = side(case, before), side(case, after, seconds=1.7)
    reason = (
        f"{old.passed} of {old.judged} answers passed before, {new.passed} of {new.judged} after."
    )
    return Change(case, kind, old, new, reason, suspect)


def make_run(
    run_id: str,
    label: str,
    cases: Sequence[Case],
    trials: Sequence[Trial],
    *,
    started: datetime = STARTED,
    bot: BotState | None = None,
    provenance: Mapping[str, str] | None = None,
) -> Run:
    """Make a complete run."""
    suite = Suite(
        name="bicycle-shop",
        temperatures=TEMPERATURES,
        cases=tuple(cases),
        gate=Gate(max_drop=0.05),
    )
    return Run(
        id=run_id,
        label=label,
        suite=suite,
        settings=tuple(Setting(temperature) for temperature in TEMPERATURES),
        bot=bot or _bot(started),
        started_at=started,
        status=RunStatus.COMPLETE,
        finished_at=started + timedelta(minutes=19),
        trials=tuple(trials),
        planned=len(trials),
        provenance=provenance or {"harness": "0.1.0", "training text": f"shop.md for {label}"},
    )


def comparison_of(changes: Sequence[Change], *, identical: bool = False) -> Comparison:
    """Make a comparison of two runs, v41 and v42, that hold these changes."""
    cases = [found.case for found in changes] or [make_case("alone", "Is anybody there?")]
    before = [trial for found in changes for trial in found.before.trials]
    after = [trial for found in changes for trial in found.after.trials]
    return Comparison(
        before=make_run("r-1987", "v41", cases, before),
        after=make_run("r-2041", "v42", cases, after, started=STARTED + timedelta(days=7)),
        changes=tuple(changes),
        unpaired=(),
        pass_rate_before=_mean([found.before.pass_rate for found in changes]),
        pass_rate_after=_mean([found.after.pass_rate for found in changes]),
        pass_rate_change=_moved([(c.before.pass_rate, c.after.pass_rate) for c in changes]),
        score_before=_mean([found.before.mean_score for found in changes]),
        score_after=_mean([found.after.mean_score for found in changes]),
        score_change=_moved([(c.before.mean_score, c.after.mean_score) for c in changes]),
        identical=identical,
    )


def trained(comparison: Comparison, before: str, after: str) -> Comparison:
    """Return the comparison with the texts that the bot knew in its two runs."""
    old, new = TrainingText("shop-old.md", before), TrainingText("shop.md", after)
    return replace(
        comparison,
        before=replace(comparison.before, training=old),
        after=replace(comparison.after, training=new),
    )


def do_not_ship() -> State:
    """Two questions are worse, one is without an answer, one unstable, one better."""
    comparison = comparison_of(
        [*_worse(), _silent(), _unstable(), _better(), _suspect(), *_steady()]
    )
    comparison = replace(
        trained(comparison, TEXT_BEFORE, TEXT_AFTER),
        unpaired=(
            Unpaired("opening-hours", None, "edited: it asks or expects something else"),
            Unpaired("repair-time", Setting(1.0), "asked only after"),
        ),
        warnings=("At temperature 0.5 every repeat was the same word for word.",),
    )
    rules = (
        Rule("Pass rate, level", "80.0% or more", "81.5%", True, "The pass rate is high enough."),
        Rule(
            "Answers that got worse", "0", "2", False, "2 answers (repair-days, bulbs) got worse."
        ),
        Rule("Missing answers", "at most 5%", "9% after", None, "9% of the answers are missing."),
        Rule(
            "Answers that must not break",
            "0 worse",
            "1 of 1 worse",
            False,
            "1 answer (repair-days) that must not break got worse.",
        ),
    )
    reasons = tuple(rule.sentence for rule in (rules[3], rules[1], rules[2]))
    return comparison, Verdict(Decision.DO_NOT_SHIP, rules, reasons, ("voucher",))


def ready() -> State:
    """One question is better, nothing is worse, all rules passed."""
    rules = (Rule("Answers that got worse", "0", "0", True, "No answer got worse."),)
    reasons = ("No answer got worse beyond chance; 1 got better.",)
    return comparison_of([_better(), *_steady()]), Verdict(Decision.SHIP, rules, reasons)


def ready_but_look() -> State:
    """All rules passed, but one question passes less often."""
    rules = (Rule("Answers that got worse", "0", "0", True, "No answer got worse."),)
    reasons = ("All rules passed.", "1 answer (voucher) passed less often: someone should look.")
    comparison = comparison_of([_suspect(), *_steady()])
    return comparison, Verdict(Decision.SHIP, rules, reasons, ("voucher",))


def exactly_as_before() -> State:
    """Not one answer differs."""
    comparison = comparison_of(_steady(), identical=True)
    return comparison, SHIP


def part_missing() -> State:
    """The run after stopped early: a third of its answers is not there."""
    comparison = comparison_of([*_worse(), *_steady()])
    after = comparison.after
    stopped = replace(
        after, status=RunStatus.STOPPED, planned=len(after.trials) * 3 // 2, finished_at=None
    )
    rules = (Rule("Missing answers", "at most 5%", "33% after", None, "33% are missing."),)
    verdict = Verdict(Decision.INCONCLUSIVE, rules, ("33% are missing.",))
    return replace(comparison, after=stopped), verdict


def bot_did_not_answer() -> State:
    """No question was answered in the run after."""
    silent = Story("", "", "!!! !!!", "BotUnreachable: connection refused")
    changes = [
        change(found.case, ChangeKind.NO_ANSWER, Story("Yes.", "No.", "ppp ppp"), silent)
        for found in _steady()
    ]
    comparison = comparison_of(changes)
    rules = (Rule("Missing answers", "at most 5%", "100% after", None, "100% are missing."),)
    return comparison, Verdict(Decision.INCONCLUSIVE, rules, ("100% are missing.",))


def cannot_compare() -> State:
    """The two runs do not measure the same thing."""
    why = ("The bot changed while the run after was asking it: two versions answered.",)
    comparison = replace(comparison_of(_steady()), mismatches=why)
    return comparison, Verdict(Decision.INCONCLUSIVE, (), why)


def nothing_paired() -> State:
    """No question stands in both runs."""
    why = ("No question is asked and expected alike in both runs.",)
    empty = replace(
        comparison_of([]),
        mismatches=why,
        unpaired=(Unpaired("alone", None, "edited"),),
    )
    return empty, Verdict(Decision.INCONCLUSIVE, (), why)


def single_run() -> Run:
    """A run with questions that fail, are silent, unstable, and pass."""
    return run_of([*_worse(), _silent(), _unstable(), *_steady()])


def run_of(changes: Sequence[Change]) -> Run:
    """Return the run after of these changes."""
    return comparison_of(changes).after


def hostile(texts: Sequence[str]) -> State:
    """Put each text into every field that strangers write: each must show, none may act."""
    changes = []
    for number, text in enumerate(texts):
        written = text.encode("utf-8", "replace").decode()  # a suite holds no half pairs
        case = make_case(
            f"{written[:150]}{number}",
            f"{written} Where?",
            keywords=[written],
            tags=[written],
            must_not_break=True,
        )
        kind = tuple(ChangeKind)[number % len(ChangeKind)]
        story = Story(f"The shop is here. {text}", text, "pp p!", error=text)
        changes.append(change(case, kind, Story("The shop is here.", "No.", "pp pp"), story))
    every = " ".join(texts)
    comparison = comparison_of(changes)
    bot = BotState("bot", name=every, model=every, instructions=every, status=every)
    after = replace(
        comparison.after, label=every, bot=bot, provenance={every: every, "other": every}
    )
    before = replace(comparison.before, label=every)
    sections = [f"# {text}\n\n{text} The shop is here." for text in texts]
    comparison = replace(
        trained(
            replace(comparison, before=before, after=after),
            "\n\n".join(sections),
            "\n\n".join(f"{section} {number}" for number, section in enumerate(sections)),
        ),
        unpaired=tuple(Unpaired(text, None, text) for text in texts),
        warnings=tuple(texts),
    )
    rules = tuple(Rule(text, text, text, False, text) for text in texts)
    ids = tuple(found.case.id for found in changes)
    return comparison, Verdict(Decision.DO_NOT_SHIP, rules, tuple(texts), ids)


def _mean(values: Sequence[float | None]) -> Estimate | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    mean = sum(known) / len(known)
    return Estimate(mean, max(0.0, mean - 0.08), min(1.0, mean + 0.08), len(known))


def _moved(pairs: Sequence[tuple[float | None, float | None]]) -> Estimate | None:
    known = [new - old for old, new in pairs if old is not None and new is not None]
    if not known:
        return None
    mean = sum(known) / len(known)
    return Estimate(mean, mean - 0.06, mean + 0.06, len(known))


def _bot(started: datetime) -> BotState:
    return BotState(
        "bot-7",
        name="Spoke & Wheel helper",
        status="ready",
        last_trained_at=f"{started:%Y-%m-%d} 07:30",
        characters=41_250 + started.day,
        model="small-model",
        instructions="Be kind and short.",
    )


def _scores(case: Case, said: str, *, passed: bool) -> tuple[Score, ...]:
    words: list[str] = case.turns[-1].expect[0].parameters["all"]
    kept = [word for word in words if word in said]
    lost = [word for word in words if word not in said]
    recall = len(kept) / len(words) if words else float(passed)
    details = {"kept": kept, "lost": lost, "forbidden": []}
    reason = f"{len(kept)} of {len(words)} keywords are there"
    close = 0.91 if passed else 0.34
    return (
        Score("keywords", recall, passed, reason, 1.0, 2.0, details),
        Score("similar", close, passed, f"similarity {close}", 0.7),
    )


def _worse() -> list[Change]:
    repair = make_case(
        "repair-days",
        "On which days can I bring my bicycle for repair?",
        keywords=["every working day", "frame number", "2 days"],
        tags=["repair", "core"],
        must_not_break=True,
    )
    bulbs = make_case(
        "bulbs",
        "Do you sell lamps?",
        "And bulbs for them?",
        keywords=["bulbs"],
        tags=["parts"],
    )
    good = Story(REPAIR_BEFORE, "No.", "ppp ppp")
    bad = Story(REPAIR_BEFORE, REPAIR_AFTER, "fff fpf")
    return [
        change(repair, ChangeKind.REGRESSED, good, bad),
        change(
            bulbs,
            ChangeKind.REGRESSED,
            Story("Yes, we keep bulbs for every lamp we sell.", "No.", "ppp ppp"),
            Story("Yes.", "Sorry, nobody here can say anything about that.", "fff fff"),
        ),
    ]


def _silent() -> Change:
    case = make_case("test-ride", "May I ride it first?", keywords=["helmet"], tags=["sales"])
    before = Story("Of course, we lend you a helmet.", "No.", "ppp ppp")
    return change(case, ChangeKind.NO_ANSWER, before, Story("", "", "!!! !!!"))


def _unstable() -> Change:
    case = make_case("deposit", "Do you take a deposit?", keywords=["20 euros"], tags=["sales"])
    text = "We ask for 20 euros, which you get back."
    before = Story(text, "Ask in the shop.", "ppp pfp")
    return change(case, ChangeKind.UNSTABLE, before, Story(text, "Ask in the shop.", "ppp fpf"))


def _better() -> Change:
    case = make_case("trailers", "Do you rent trailers?", keywords=["trailers"], tags=["rent"])
    before = Story("Yes, trailers are 12 euros a day.", "I am not sure about that.", "fff ffp")
    after = Story("Yes, trailers are 12 euros a day.", "I am not sure.", "ppp ppp")
    return change(case, ChangeKind.IMPROVED, before, after)


def _suspect() -> Change:
    case = make_case("voucher", "Do you sell vouchers?", keywords=["vouchers"], tags=["sales"])
    text = "Yes, vouchers of any value."
    before, after = Story(text, "No.", "ppp ppp"), Story(text, "No.", "fff ppp")
    return change(case, ChangeKind.UNCHANGED, before, after, suspect=True)


def _steady() -> list[Change]:
    found = []
    for number, thing in enumerate(("pumps", "saddles", "chains"), start=1):
        case = make_case(f"sell-{thing}", f"Do you sell {thing}?", keywords=[thing])
        story = Story(f"Yes, we have {number} kinds of {thing}.", "No.", "ppp ppp")
        found.append(change(case, ChangeKind.UNCHANGED, story, story))
    return found
