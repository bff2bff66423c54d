import json
from pathlib import Path
from typing import Any

import pytest

from harness.emulator.bot import Trouble
from harness.emulator.faults import Chance, Faults, load_faults, read_faults
from harness.errors import SettingsError


def test_without_a_value_there_is_no_trouble() -> None:
    """The default makes none, whatever happens."""
    chance = Chance(Faults())
    assert chance.trouble("text") == Trouble()
    assert not any(chance.hits("error", bytes([n]), 0.0) for n in range(200))


def test_chance_is_repeatable_from_its_seed_in_any_order() -> None:
    """Equal occasions meet equal trouble; another seed or another kind meets other trouble."""

    def drawn(seed: int, kind: str, names: list[int]) -> dict[bytes, bool]:
        chance = Chance(Faults(seed=seed))
        occasions = [chance.occasion(str(name).encode()) for name in names]
        return {occasion: chance.hits(kind, occasion, 0.5) for occasion in occasions}

    names = [number % 20 for number in range(100)]
    assert drawn(1, "error", names) == drawn(1, "error", names[::-1])
    assert drawn(1, "error", names) != drawn(2, "error", names)
    assert drawn(1, "error", names) != drawn(1, "cut", names)


def test_a_share_is_about_that_share() -> None:
    """Of 2,000 occasions a fifth is hit, give or take."""
    chance = Chance(Faults(seed=7))
    hits = sum(chance.hits("error", chance.occasion(b"x"), 0.2) for _ in range(2000))
    assert 330 < hits < 470


def test_trouble_with_trainings_is_drawn_for_each() -> None:
    """All fail at 1, and the times are those that were given."""
    faults = Faults(failed_retrain_share=1, stale_seconds=2, half_seconds=3)
    assert Chance(faults).trouble("text") == Trouble(2, 3, failed=True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"error_shar": 0.5}, "did you mean 'error_share'"),
        ({"zzz": 1}, "known: seed"),
        ({"error_share": 1.5}, "'error_share': Input should be less than or equal to 1"),
        ({"quota": -1}, "'quota'"),
        ({"quota": "many"}, "'quota'"),
        ({"slow_seconds": float("inf")}, "'slow_seconds'"),
    ],
)
def test_what_cannot_be_is_named(given: dict[str, Any], words: str) -> None:
    """An unknown name gets a suggestion, a wrong value its reason."""
    with pytest.raises(SettingsError, match=words.replace("(", r"\(")):
        read_faults(given)


def test_a_file_holds_faults_by_name(tmp_path: Path) -> None:
    """One JSON object; whatever else a file holds is an error that names it."""
    file = tmp_path / "faults.json"
    file.write_text(json.dumps({"seed": 3, "error_share": 0.5, "quota": None, "slow_seconds": 1}))
    assert read_faults(load_faults(file)) == Faults(seed=3, error_share=0.5, slow_seconds=1)
    for text in ("{", "[]", '{"nonsense": 1}', "[" * 100_000, "\ud800".encode("utf-8", "replace")):
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(SettingsError):
            read_faults(load_faults(file))
    with pytest.raises(SettingsError, match=r"missing\.json"):
        load_faults(tmp_path / "missing.json")
