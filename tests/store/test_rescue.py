from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import StoreError
from harness.model.run import Trial
from harness.store import rescue
from harness.store.rescue import Rescue, waiting_files

MakeTrial = Callable[..., Trial]


def test_what_is_rescued_comes_back(tmp_path: Path, make_trial: MakeTrial) -> None:
    """Trials are read back equal, by run; the file says where it will be."""
    trials = (make_trial(text="30 days\x00\ud800"), make_trial(error="cut off", repeat=1))
    kept = Rescue([tmp_path], "run/1", reserve=True)
    path = kept.keep(trials[:1])
    assert path == kept.keep(trials[1:]) == kept.path
    kept.close()
    (file,) = waiting_files([tmp_path], "run/1")
    assert (file.path, file.trials()) == (path, trials)
    assert waiting_files([tmp_path], "run-1") == ()
    file.remove()
    assert waiting_files([tmp_path]) == ()


def test_nothing_stays_where_nothing_was_rescued(tmp_path: Path) -> None:
    """The reserved space is there while the run is asked, and gone afterwards."""
    kept = Rescue([tmp_path], "run-1", reserve=True)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size >= rescue.RESERVED_BYTES
    kept.close()
    assert list(tmp_path.iterdir()) == []


def test_an_open_file_is_not_taken(tmp_path: Path, make_trial: MakeTrial) -> None:
    """While its process lives and may write more, it is left alone."""
    kept = Rescue([tmp_path], "run-1", reserve=True)
    kept.keep([make_trial()])
    assert waiting_files([tmp_path]) == ()
    kept.close()
    assert len(waiting_files([tmp_path])) == 1


def test_the_open_file_of_a_dead_process_is_taken(
    tmp_path: Path, make_trial: MakeTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill the reserved zeros and a half line are passed over, whole lines are not."""
    trial = make_trial()
    kept = Rescue([tmp_path], "run-1", reserve=True)
    kept.keep([trial])
    assert kept._file
    kept._file.write(b'{"half":')
    monkeypatch.setattr(rescue, "is_dead", lambda owner: True)
    (file,) = waiting_files([tmp_path], "run-1")
    assert file.trials() == (trial,)


def test_another_folder_is_tried(tmp_path: Path, make_trial: MakeTrial) -> None:
    """Where the first place takes nothing, the next one does; none at all is said."""
    (tmp_path / "taken").write_text("a file, no folder")
    places = [tmp_path / "taken", tmp_path / "other"]
    kept = Rescue(places, "run-1", reserve=True)
    assert kept.keep([make_trial()]).parent == tmp_path / "other"
    kept.close()
    with pytest.raises(StoreError, match="no place takes the answers"):
        Rescue(places[:1], "run-1", reserve=False).keep([make_trial()])


def test_others_cannot_read_or_plant_answers(tmp_path: Path, make_trial: MakeTrial) -> None:
    """The file is the user's alone, and a link in its place is not followed."""
    kept = Rescue([tmp_path], "run-1", reserve=False)
    path = kept.keep([make_trial()])
    kept.close()
    assert path.stat().st_mode & 0o077 == 0
    moved = tmp_path / "elsewhere"
    path.rename(moved)
    path.symlink_to(moved)
    assert waiting_files([tmp_path]) == ()


def test_a_broken_line_is_named(tmp_path: Path, make_trial: MakeTrial) -> None:
    """A line that was changed is refused with its place; nothing is dropped silently."""
    kept = Rescue([tmp_path], "run-1", reserve=False)
    path = kept.keep([make_trial()])
    kept.close()
    path.write_bytes(path.read_bytes() + b"{}\n")
    (file,) = waiting_files([tmp_path])
    with pytest.raises(StoreError, match=rf"{path.name}:3: it has no transcript"):
        file.trials()


def test_a_folder_of_another_user_is_not_written_to(
    tmp_path: Path, make_trial: MakeTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made the folder for temporary files first could take the answers away."""
    monkeypatch.setattr(rescue, "temporary_folder", lambda: tmp_path)
    monkeypatch.setattr(rescue, "_user", lambda: -1)
    with pytest.raises(StoreError, match="no place takes the answers"):
        Rescue([tmp_path], "run-1", reserve=False).keep([make_trial()])
