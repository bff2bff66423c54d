from __future__ import annotations

import dataclasses

from fakes import case, trial

from harness.cli.progress import Progress
from harness.model.run import Score


def test_an_answer_that_no_scorer_could_judge_is_missed_for_the_scorers_reason() -> None:
    """It has no error of the bot that could be shown."""
    progress = Progress(bar=False)
    answered = trial(case("refund"))
    unjudged = Score("python", None, None, "the scorer failed: no disk", 1.0)
    exchange = dataclasses.replace(answered.exchanges[0], scores=(unjudged,))
    progress.trial(dataclasses.replace(answered, exchanges=(exchange,)))

    assert "the scorer failed: no disk" == progress.first_error
