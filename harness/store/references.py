"""What people write to mean a run: an id or its beginning, a label, or `latest`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from harness.errors import UnknownRun, did_you_mean

__all__ = ["find"]

LATEST = re.compile(r"latest(?:~(\d{1,9}))?")
SHORTEST = 4
"""A beginning of an id has at least so many characters."""
SHOWN = 5


def find(
    ref: str, known: Sequence[tuple[str, str]], baselines: Mapping[str, str] | None = None
) -> str:
    """Return the id that `ref` means among `known` (id, label), which come newest first.

    What fits exactly goes before what only begins so: an id, then `latest` and `latest~N` (N runs
    before the newest), then the name of a baseline, then a label (the newest run that has it),
    then the beginning of an id.

    Raises:
        UnknownRun: it means no run, or the beginning fits several.
    """
    ids = [run_id for run_id, _ in known]
    if ref in ids:
        return ref
    if not known:
        raise UnknownRun("the run store holds no runs yet: make one with 'harness run'")
    if latest := LATEST.fullmatch(ref):
        return _before(ids, int(latest[1] or 0))
    if baselines and ref in baselines:
        return baselines[ref]
    labelled = [run_id for run_id, label in known if label == ref and label]
    if labelled:
        return labelled[0]
    return _beginning(ref, ids, {*(label for _, label in known if label), *(baselines or ())})


def _before(ids: Sequence[str], count: int) -> str:
    if count >= len(ids):
        held = "1 run" if len(ids) == 1 else f"{len(ids)} runs"
        raise UnknownRun(f"there is no run 'latest~{count}': the run store holds {held}")
    return ids[count]


def _beginning(ref: str, ids: Sequence[str], labels: set[str]) -> str:
    fits = [run_id for run_id in ids if len(ref) >= SHORTEST and run_id.startswith(ref)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        named = ", ".join(f"'{run_id}'" for run_id in fits[:SHOWN])
        more = ", …" if len(fits) > SHOWN else ""
        raise UnknownRun(f"'{ref}' fits {len(fits)} runs: write more of one of {named}{more}")
    hint = did_you_mean(ref, {*ids, *labels, "latest"}) or f" (the newest is '{ids[0]}')"
    raise UnknownRun(f"no run has the id or label '{ref}'{hint}")
