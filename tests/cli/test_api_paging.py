from __future__ import annotations

from typing import Any

import pytest

from harness.cli.api_paging import refuse_together, tell_of_more
from harness.errors import SettingsError
from harness.wire.listing import Page


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page((1, 2)), "--page 4, or --all"),
        (Page((1,), is_last=False, total=7), "one page of 7 rows; for more: --page 4"),
        (Page((1, 2), cursor="a b"), "--cursor 'a b', or --all"),
        (Page((1,)), ""),
        (Page(()), ""),
        (Page((1, 2), is_last=True), ""),
    ],
)
def test_how_to_see_more(capsys: pytest.CaptureFixture[str], page: Page[Any], told: str) -> None:
    """Beside the rows stands how to go on, unless they surely are all."""
    tell_of_more(page, 3, 2)
    said = capsys.readouterr()
    assert told in said.err
    assert bool(told) == bool(said.err)
    assert said.out == ""


def test_options_that_exclude_each_other() -> None:
    """Both are named; one alone is fine."""
    refuse_together({"--all": True, "--page": None})
    with pytest.raises(SettingsError, match="--all or --page"):
        refuse_together({"--all": True, "--page": 2})
