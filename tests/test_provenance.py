from __future__ import annotations

from pathlib import Path

from harness import __version__
from harness.provenance import provenance, text_provenance


def test_versions_that_can_change_a_score_are_kept() -> None:
    """harness, Python and the scoring libraries are named with their versions."""
    found = provenance()

    assert __version__ == found["harness"]
    assert "rapidfuzz 3." in found["scoring packages"]
    assert "unknown" not in found["scoring packages"]


def test_outside_a_repository_there_is_no_revision(tmp_path: Path) -> None:
    """A suite in a plain folder names its file only."""
    found = provenance(tmp_path / "a.suite.yaml")

    assert found["suite file"].endswith("a.suite.yaml")
    assert "git revision" not in found


def test_texts_are_told_apart() -> None:
    """Two texts of one name and size have different digests."""
    assert text_provenance("abc", "x.md") != text_provenance("abd", "x.md")
    assert "x.md, 3 characters" in text_provenance("abc", "x.md")["training text"]
