"""The run details."""

from __future__ import annotations

import shlex
from dataclasses import replace

from harness.model.run import BotState
from harness.report.details import Compared, Detail, build_details, command_for

from . import builders


def rows(**after: object) -> dict[str, Detail]:
    """Return the details by name, with some fields of the run after replaced."""
    comparison, _ = builders.do_not_ship()
    changed = replace(comparison.after, **after)  # type: ignore[arg-type]
    return {row.name: row for row in build_details(comparison.before, changed)}


def test_a_retrain_changes_what_it_should() -> None:
    """Training differs as meant, the rest is the same, and times are not compared."""
    found = {name: row.compared for name, row in rows().items()}
    assert found["Last trained"] is Compared.MEANT
    assert found["Training characters"] is Compared.MEANT
    assert found["Training text"] is Compared.MEANT
    assert found["Bot"] is found["Model"] is found["Suite digest"] is Compared.SAME
    assert found["Settings"] is found["Harness"] is Compared.SAME
    assert found["Run"] is found["Label"] is found["Started"] is Compared.NOTHING


def test_another_model_or_version_stands_out() -> None:
    """What should not differ, and does, is marked."""
    bot = BotState("bot-8", model="large-model", instructions="Be rude.")
    found = rows(bot=bot, provenance={"harness": "0.2.0"})
    for name in ("Bot", "Model", "Instructions", "Harness"):
        assert found[name].compared is Compared.DIFFERS
    assert found["Bot name"].after == "not told"


def test_missing_answers_are_counted() -> None:
    """Answers are counted against what was planned; a failed try is no answer."""
    found = rows()
    row, missing = found["Answers"], found["Missing answers"]
    assert (row.before, row.after) == ("54 of 54", "48 of 54, 6 failed tries")
    assert (missing.before, missing.after) == ("0", "6")
    assert (row.compared, missing.compared) == (Compared.NOTHING, Compared.DIFFERS)


def test_what_nobody_tells_is_left_out() -> None:
    """A row without a value on either side is no row."""
    comparison, _ = builders.do_not_ship()
    bot = BotState("bot-7")
    found = build_details(replace(comparison.before, bot=bot), replace(comparison.after, bot=bot))
    assert {"Model", "Last trained"}.isdisjoint(row.name for row in found)


def test_instructions_are_told_by_digest_only() -> None:
    """The instructions of a bot may be long and private: their digest is enough to compare."""
    text = rows()["Instructions"].after
    assert "kind" not in text
    assert text.startswith("18 characters, sha256 ")


def test_the_command_makes_the_same_report_again() -> None:
    """It names both runs, quoted for a shell."""
    comparison, _ = builders.do_not_ship()
    assert command_for(comparison.before, comparison.after) == "harness report r-1987 r-2041"
    odd = replace(comparison.after, id="$(reboot) 'x'")
    assert shlex.split(command_for(None, odd)) == ["harness", "report", "$(reboot) 'x'"]


def test_a_single_run_compares_nothing() -> None:
    """Without a run before every row has one value."""
    for row in build_details(None, builders.single_run()):
        assert (row.before, row.compared) == ("", Compared.NOTHING)
        assert row.after
