"""How far scorers agree with people, and whether they tell contradictions from harmless changes.

    python benchmarks/agreement.py                     the data beside the checkout
    python benchmarks/agreement.py --answers FILE      judged answers in the form of EVOUNA
    python benchmarks/agreement.py --faq FILE …        pairs of question and answer, JSON lines

The first table holds every scorer that only needs an expected text against people's judgements.
The second makes mutants of the answers of a FAQ, each with one fact changed, that must fail, and
harmless variants that must pass. Exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from mutants import harmless, mutants

from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import Scorer, bind

DATA = Path(__file__).parents[2] / "shared/data"
BOTS = ("fid", "gpt35", "chatgpt", "gpt4", "newbing")
FEWEST_CHARACTERS = 20
LONGEST = 1500
"""An answer of a FAQ that is longer is cut at its last whole sentence before."""
TARGETS = {"accuracy": 0.89, "caught": 0.95, "refused": 0.02}

CANDIDATES: dict[str, tuple[str, dict[str, str]]] = {
    "says": ("says", {}),
    "says, facts ignored": ("says", {"facts": "ignore"}),
    "fuzzy": ("fuzzy", {}),
    "fuzzy ratio": ("fuzzy", {"ratio": "ratio"}),
    "fuzzy partial_ratio": ("fuzzy", {"ratio": "partial_ratio"}),
    "fuzzy WRatio": ("fuzzy", {"ratio": "WRatio"}),
    "keywords": ("keywords", {}),
    "contains": ("icontains", {}),
    "exact": ("exact", {}),
    "rouge_n": ("rouge_n", {}),
    "rouge_l": ("rouge_l", {}),
    "gleu": ("gleu", {}),
    "bleu": ("bleu", {}),
    "chrf": ("chrf", {}),
    "levenshtein": ("levenshtein", {}),
}


class Judged(NamedTuple):
    """One answer, what was expected, and what a person says of it."""

    question: str
    golden: tuple[str, ...]
    answer: str
    good: bool


def judged_answers(path: Path) -> Iterator[Judged]:
    """Read answers in the form of EVOUNA."""
    for row in json.loads(path.read_text("utf-8")):
        golden = tuple(
            one.strip() for one in (row["golden_answer"] or "").split("/") if one.strip()
        )
        if row.get("improper") or not golden:
            continue
        for bot in BOTS:
            answer, good = row.get(f"answer_{bot}"), row.get(f"judge_{bot}")
            if answer is not None and good is not None:
                yield Judged(row["question"], golden, answer, good)


def scored(scorer: str, parameters: dict[str, str], rows: list[Judged]) -> list[tuple[float, bool]]:
    """Return for each row the value of the best golden answer, and whether it passes."""
    bound: dict[str, Scorer] = {}
    found = []
    for row in rows:
        exchange = Exchange(row.question, Answer(row.answer, 0))
        scores = []
        for golden in row.golden:
            if golden not in bound and re.search(r"\w", golden):
                bound[golden] = bind(make(scorer, parameters, golden))
            if golden in bound:
                scores.append(bound[golden].judge(exchange))
        best = max(scores, key=lambda score: score.value or 0, default=None)
        found.append((best.value or 0, bool(best.passed)) if best else (0.0, False))
    return found


def make(scorer: str, parameters: dict[str, str], text: str) -> Expectation:
    """Return the expectation that a text makes for a scorer."""
    from harness.scorers import scorers

    field = scorers.get(scorer).shorthand or "text"
    return Expectation(scorer=scorer, parameters={field: text, **parameters})


def auroc(values: list[float], good: list[bool]) -> float:
    """Return the chance that a good answer has a higher value than a bad one (ties count half)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + end + 1) / 2
        start = end
    positives = sum(good)
    negatives = len(good) - positives
    total = sum(rank for rank, one in zip(ranks, good, strict=True) if one)
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def agreement(path: Path, only: list[str]) -> float:
    """Print the table of agreement; return the accuracy of the default scorer."""
    rows = list(judged_answers(path))
    good = [row.good for row in rows]
    print(f"{len(rows)} answers judged by people, {sum(good) / len(good):.1%} of them good\n")
    print("| scorer | AUROC | accuracy | good passed | good failed | bad passed | bad failed |")
    print("|---|---|---|---|---|---|---|")
    first = 0.0
    for name in only or CANDIDATES:
        found = scored(*CANDIDATES[name], rows)
        cells = [
            sum(passed is p and one is g for (_, passed), one in zip(found, good, strict=True))
            for p, g in ((True, True), (False, True), (True, False), (False, False))
        ]
        accuracy = (cells[0] + cells[3]) / len(rows)
        first = accuracy if name == "says" else first
        area = auroc([value for value, _ in found], good)
        print(f"| {name} | {area:.3f} | {accuracy:.1%} | " + " | ".join(map(str, cells)) + " |")
    return first


def pairs(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Read questions and answers; each answer once."""
    seen = set()
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            answer = row["answer"]
            if len(answer) > LONGEST:
                answer = answer[:LONGEST].rpartition(". ")[0] + "."
            if len(answer) >= FEWEST_CHARACTERS and answer not in seen:
                seen.add(answer)
                yield row["question"], answer


Change = Callable[[str], Iterator[tuple[str, str]]]


def contradictions(paths: list[Path], *, show: bool) -> tuple[float, float]:
    """Print how many changes are caught or refused; return both shares."""
    asked = list(pairs(paths))
    print(f"\n{len(asked)} answers of {len(paths)} files\n")
    shares = []
    for title, change, wanted in (("mutants", mutants, False), ("harmless", harmless, True)):
        counts: dict[str, list[int]] = {}
        for question, answer in asked:
            scorer = bind(make("says", {}, answer))
            for kind, changed in change(answer):
                score = scorer.judge(Exchange(question, Answer(changed, 0)))
                right, total = counts.setdefault(kind, [0, 0])
                counts[kind] = [right + (bool(score.passed) is wanted), total + 1]
                if show and bool(score.passed) is not wanted:
                    print(f"  {kind}: {score.reason[:300]}\n    {answer!r}\n    {changed!r}")
        shares.append(_table(title, "passed" if wanted else "caught", counts))
    return shares[0], 1 - shares[1]


def _table(title: str, right: str, counts: dict[str, list[int]]) -> float:
    print(f"| {title} | made | {right} | share |\n|---|---|---|---|")
    whole = [sum(one[0] for one in counts.values()), sum(one[1] for one in counts.values())]
    for kind, (good, total) in [*counts.items(), ("all", whole)]:
        print(f"| {kind} | {total} | {good} | {good / max(total, 1):.1%} |")
    print()
    return whole[0] / max(whole[1], 1)


def main() -> int:
    """Print the tables; the exit code is 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--answers", type=Path, default=DATA / "answers/evouna_nq.json")
    parser.add_argument(
        "--faq", type=Path, nargs="*", default=sorted(DATA.glob("faq/*/qa_*.jsonl"))
    )
    parser.add_argument("--only", nargs="*", choices=list(CANDIDATES), default=[])
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    given = parser.parse_args()
    accuracy = agreement(given.answers, given.only)
    caught, refused = contradictions(given.faq, show=given.show)
    print(f"accuracy {accuracy:.1%}, mutants caught {caught:.1%}, harmless refused {refused:.1%}")
    met = accuracy >= TARGETS["accuracy"] and caught >= TARGETS["caught"]
    return 0 if met and refused <= TARGETS["refused"] else 1


if __name__ == "__main__":
    sys.exit(main())
