"""Faults: which trouble the emulator makes on purpose, and the chance that draws it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.errors import SettingsError, did_you_mean

from .bot import Trouble

__all__ = ["Chance", "Faults", "load_faults", "read_faults"]

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class Faults(BaseModel):
    """Trouble on purpose; without a value there is none. Shares are 0..1 of the requests.

    Attributes:
        seed: where chance begins: equal requests, in any order, meet equal trouble.
        rate_limited_share: so many get 429, and are not looked at.
        rate_limited_every: and so does every n-th that arrives; 0 is none.
        retry_after_seconds: what their `Retry-After` says.
        quota: after so many answers of `/chat` it says 403, until the emulator starts anew.
        error_share: so many get 500, and are not looked at.
        slow_share: of the requests, so many
        slow_seconds: wait so long before they are looked at.
        cut_share: so many are done, but their connection is cut: before the first byte, or in
            the middle of the body.
        cut_stream_share: so many streamed answers are cut in the middle.
        wrong_shape_share: so many get 200 with a body that fits nothing, and are not looked at.
        failed_retrain_share: so many trainings end with the status "failed"; the old text stays.
        stale_seconds: the status says "ready", but for so long the old text still answers,
        half_seconds: and after that, for so long, half of the new and half of the old one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    seed: int = 0
    rate_limited_share: Share = 0.0
    rate_limited_every: Count = 0
    retry_after_seconds: Count = 1
    quota: Count | None = None
    error_share: Share = 0.0
    slow_share: Share = 1.0
    slow_seconds: Seconds = 0.0
    cut_share: Share = 0.0
    cut_stream_share: Share = 0.0
    wrong_shape_share: Share = 0.0
    failed_retrain_share: Share = 0.0
    stale_seconds: Seconds = 0.0
    half_seconds: Seconds = 0.0


class Chance:
    """Chance that can be repeated: by a seed, by what happens, and by how often it did before."""

    def __init__(self, faults: Faults) -> None:
        """Start all counts at zero."""
        self._faults = faults
        self._lock = threading.Lock()
        self._seen: Counter[bytes] = Counter()

    def occasion(self, what: bytes) -> bytes:
        """Return a name for this time that `what` happens."""
        digest = hashlib.sha256(what).digest()
        with self._lock:
            count = self._seen[digest]
            self._seen[digest] += 1
        return digest + str(count).encode()

    def dice(self, kind: str, occasion: bytes) -> Random:
        """Return the dice that decide about one kind of trouble on one occasion."""
        named = f"{self._faults.seed}/{kind}/".encode() + occasion
        return Random(int.from_bytes(hashlib.sha256(named).digest()))

    def hits(self, kind: str, occasion: bytes, share: float) -> bool:
        """Tell whether this kind of trouble, which befalls such a share, befalls now."""
        return share > 0 and self.dice(kind, occasion).random() < share

    def trouble(self, text: str) -> Trouble:
        """Return what goes wrong with one more training of a text."""
        occasion = self.occasion(b"train/" + text.encode("utf-8", "replace"))
        return Trouble(
            self._faults.stale_seconds,
            self._faults.half_seconds,
            self.hits("failed_retrain", occasion, self._faults.failed_retrain_share),
        )


def read_faults(given: Mapping[str, Any]) -> Faults:
    """Return faults by their names.

    Raises:
        SettingsError: if a name is unknown or a value cannot be.
    """
    try:
        return Faults.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        hint = did_you_mean(name, Faults.model_fields) or (
            f" (known: {', '.join(Faults.model_fields)})"
        )
        raise SettingsError(f"no fault of the emulator is called '{name}'{hint}")
    raise SettingsError(f"the emulator's fault '{name}': {first['msg']}")


def load_faults(path: Path) -> Mapping[str, Any]:
    """Return what a JSON file says of faults: an object with their names and values.

    Raises:
        SettingsError: if it cannot be read, or holds something else.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} holds no faults that can be read: {error}") from None
    if not isinstance(given, dict):
        raise SettingsError(f"{path} must hold one JSON object of faults")
    return given
