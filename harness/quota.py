"""One limit for all processes that ask with the same key and keep their runs in one store."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from harness.client.address import read_address
from harness.client.pacing import Pace
from harness.errors import StoreError
from harness.store.quotas import Member, Quota, Use
from harness.store.store import Store

__all__ = ["SharedLimit", "limit_name"]

LOOK_SECONDS = 1.0
"""How often to look whether others have come or gone."""
HURRY_SECONDS = 0.2
"""The same while something is to be given back, or still to come."""
KEY_BYTES = 2
"""A guessed key can never be held against so short a digest: many others have the same one."""


def limit_name(base_url: str, api_key: str) -> str:
    """Return what those have in common who ask one server with one key.

    It may be kept: it tells 16 bits of the key, whatever key that is. That two keys for one
    server have the same name is unlikely, and then they only share what they need not.
    """
    where = hashlib.blake2b(str(read_address(base_url)).encode(), digest_size=8)
    who = hashlib.blake2b(api_key.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES)
    return f"{where.hexdigest()}-{who.hexdigest()}"


class SharedLimit:
    """Keeps the pace of a client within its share; use it as `async with`, around all requests.

    A store that cannot be reached meanwhile changes nothing: the share stays as it was.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        pace: Pace,
        told: Callable[[str], None] | None = None,
    ) -> None:
        """Share nothing yet.

        Args:
            store: where the processes meet.
            name: as `limit_name` makes it.
            pace: of the client; its limits are those that the user gave.
            told: told once, in a sentence, when the limit is shared.
        """
        self._most = pace.window.most
        per_second = 1 / pace.seconds_apart if pace.seconds_apart else None
        self._member: Member = store.quotas.member(name, self._most, per_second)
        self._pace = pace
        self._told = told
        self._places = self._written = 0
        self._bound_until = 0.0
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        # Whoever begins will have much to ask.
        first = Use(held=0, demand=self._most)
        quota = await asyncio.to_thread(self._member.look, first)
        self._follow(quota)
        self._looking = asyncio.create_task(self._look(settled=quota.is_settled))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._looking:
            self._looking.cancel()
        # A store that has gone cannot be told; the others see by themselves who has gone.
        with suppress(StoreError):
            self._member.leave()

    async def _look(self, *, settled: bool) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS if settled else HURRY_SECONDS)
            with suppress(StoreError):
                quota = await asyncio.to_thread(self._member.look, self._use())
                self._follow(quota)
                settled = quota.is_settled

    def _use(self) -> Use:
        """Return what this process has; it can only become less until it hears of the look."""
        pace = self._pace
        held = max(self._places, pace.window.under_way)
        if pace.clock.now() < self._bound_until:
            held = self._written
        return Use(held, pace.window.wanted, pace.rate.asked_seconds)

    def _follow(self, quota: Quota) -> None:
        pace = self._pace
        if quota.places < self._places and pace.seconds_apart:
            # Requests that wait for their place in the rate will go as fast as before.
            self._bound_until = pace.rate.taken_until
        self._places, self._written = quota.places, quota.written
        part = quota.places / quota.limit
        per_second = None if quota.per_second is None else quota.per_second * part
        pace.share(quota.places, per_second, quota.members)
        if quota.pause_seconds:
            pace.rate.pause_too(pace.clock.now() + quota.pause_seconds)
        if self._told and quota.members > 1:
            self._told(_sentence(quota))
            self._told = None


def _sentence(quota: Quota) -> str:
    shared = f"{quota.members} processes share the limit of {quota.limit}"
    if quota.per_second is not None:
        shared += f" at once and {quota.per_second:g} a second"
    if not quota.fair:
        return f"{shared}: this one waits until there is room"
    return f"{shared}: this one asks {quota.fair} at once"
