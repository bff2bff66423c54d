"""The example report in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.live.recalling import compare_kept
from harness.model.run import Run
from harness.report.formats import format_of, formats
from harness.report.view import build_view
from harness.settings import load_settings
from harness.store.runfile import read_run_file

FOLDER = Path(__file__).parents[2] / "reports" / "example"


class Files:
    """Exported runs, by the names of their files."""

    def load_run(self, ref: str) -> Run:
        """Read one."""
        return read_run_file(FOLDER / ref)


@pytest.mark.parametrize("file", ["report.html", "summary.md", "report.junit.xml"])
def test_the_example_is_what_its_runs_give_today(
    file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Byte for byte; `nox -s example` makes it again where it is not."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    runs = ("before.jsonl.gz", "after.jsonl.gz")
    made = formats.get(format_of(file))(
        build_view(*compare_kept(Files(), *runs, usual=load_settings().gate))
    )
    # No diff of two long pages: it would say less than the name of the file.
    same = (made.encode() if isinstance(made, str) else made) == (FOLDER / file).read_bytes()
    assert same, f"reports/example/{file} is not what harness writes today: nox -s example"


def test_the_example_shows_what_the_readme_promises() -> None:
    """The demo's verdict: two answers that must not break are broken."""
    page = (FOLDER / "report.html").read_text(encoding="utf-8")
    assert "Do not ship the new version" in page
