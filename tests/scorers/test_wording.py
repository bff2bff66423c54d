from __future__ import annotations

import pytest

from harness.scorers.wording import listed, percent


@pytest.mark.parametrize(
    ("share", "words"), [(1, "100 %"), (0.999, "99 %"), (0.29, "29 %"), (0, "0 %"), (0.5, "50 %")]
)
def test_only_a_whole_is_a_hundred_percent(share: float, words: str) -> None:
    """Shares are rounded down, so that what failed by a hair does not look complete."""
    assert percent(share) == words


def test_long_lists_and_long_texts_are_cut() -> None:
    """Of many texts the first are named and the rest counted; a long one shows its beginning."""
    assert listed([str(n) for n in range(11)]) == "0, 1, 2, 3, 4, 5, 6, 7 and 3 more"
    assert listed(["x" * 100]) == "x" * 60 + "…"
