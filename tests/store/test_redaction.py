from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from harness.errors import SettingsError
from harness.model.run import Run, RunStatus, TrainingText, Trial
from harness.store import redaction
from harness.store.redaction import BLOT, Redaction
from harness.store.runfile import read_run_file, write_run_file
from harness.store.store import Store

DAYS = Redaction((r"\d+ days",), ("sk-very-secret",))


def everything(url: str) -> str:
    """Return all that a store holds, as text."""
    with Store(url) as store, store._access.reading() as connection:
        tables = ("runs", "trials", "texts")
        rows = [row for t in tables for row in connection.execute(text(f"SELECT * FROM {t}"))]  # noqa: S608
    return repr(rows)


def test_nothing_that_fits_reaches_the_store(url: str, full_run: Run) -> None:
    """Answers, questions, expectations, reasons, sent bodies, errors, texts: nowhere is it left."""
    trials = tuple(
        replace(trial, error=trial.error and f"{trial.error} 7 days sk-very-secret")
        for trial in full_run.trials
    )
    training = TrainingText("shop.md", "Returns: 30 days.")
    whole = replace(full_run, training=training, provenance={"note": "sk-very-secret"})
    with Store(url, DAYS) as store:
        store.begin_run(replace(whole, trials=trials[:2]))
        store.add_many(whole.id, trials[2:])
        store.finish_run(whole.id, RunStatus.COMPLETE, whole.started_at, {"late": "3 days"})
    kept = everything(url)
    assert "30 days" not in kept
    assert "7 days" not in kept
    assert "3 days" not in kept
    assert "sk-very-secret" not in kept
    assert BLOT in kept


def test_what_is_blotted_out_is_the_same_question_still(url: str, full_run: Run) -> None:
    """Digests are those of what was really asked, in the store, in its file, and there again."""
    long = full_run.suite.cases[0].model_copy(update={"description": "in 30 days"})
    suite = full_run.suite.model_copy(update={"cases": (long, *full_run.suite.cases[1:])})
    asked = replace(full_run, suite=suite)
    pattern = Redaction(("How long",))
    with Store(url, pattern) as store:
        store.begin_run(asked)
        kept = store.load_run(asked.id)
    assert kept.suite.cases[0].prompt == f"{BLOT}?"
    assert kept.suite.digest == suite.digest
    assert kept.suite.cases[0].digest == suite.cases[0].digest == kept.trials[0].case_digest


def test_a_file_keeps_the_digests_too(tmp_path: Path, full_run: Run) -> None:
    """Exported and read, the questions are still those of the suite."""
    with Store(f"sqlite:///{tmp_path}/runs.db", Redaction(("How long",))) as store:
        store.begin_run(full_run)
        write_run_file(tmp_path / "run.jsonl", store.load_run(full_run.id))
    run = read_run_file(tmp_path / "run.jsonl")
    assert run.suite.digest == full_run.suite.digest
    with Store(f"sqlite:///{tmp_path}/other.db") as other:
        other.begin_run(run)
        assert other.load_run(run.id).suite.digest == full_run.suite.digest


def test_without_a_pattern_nothing_changes(make_trial: Callable[..., Trial]) -> None:
    """The same trial comes out, untouched."""
    trial = make_trial()
    assert Redaction().trial(trial) is trial


@pytest.mark.parametrize("secret", ["sk-very-secret", "it's", "back\\slash", "new\nline"])
def test_a_secret_is_found_wherever_it_stands(full_run: Run, secret: str) -> None:
    """Deep in what was sent, told beside the answer, or among the findings of a scorer."""
    trial = full_run.trials[0]
    first, second = trial.exchanges
    answer = replace(second.answer, text="", sent={"a": [{"b": f"x{secret}y"}]}, extra={secret: 1})
    scores = (replace(second.scores[0], details={"lost": [f"{secret}!"]}), *second.scores[1:])
    for hiding in (
        replace(second, answer=answer),
        replace(second, scores=scores),
        replace(second, prompt=secret),
    ):
        found = replace(trial, exchanges=(first, hiding))
        assert secret in repr(found) or repr(secret)[1:-1] in repr(found)
        clean = Redaction((), (secret,)).trial(found)
        assert secret not in repr(clean)
        assert repr(secret)[1:-1] not in repr(clean)


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [("(", "cannot be read"), ("a*", "fits the empty text"), ("", "fits the empty text")],
)
def test_a_pattern_that_cannot_be_is_refused(pattern: str, sentence: str) -> None:
    """Before anything is asked."""
    with pytest.raises(SettingsError, match=sentence):
        Redaction((pattern,)).check()


def test_a_pattern_that_hangs_blots_out_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer cannot stop the run by what it does to a pattern, nor slip through."""
    monkeypatch.setattr(redaction, "LONGEST_SECONDS", 0.01)
    assert Redaction((r"(a|aa)+$",)).text("a" * 200 + "!") == BLOT
