"""Minds: the indexed texts in memory, and the dice that the bots throw."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from random import Random

from .bot import Bot
from .knowledge import Knowledge
from .sections import mixed, read_sections
from .state import State

__all__ = ["Dice", "Minds"]

KEPT = 32
"""So many indexed texts stay in memory, the latest used."""


class Minds:
    """What each bot knows; a text is read and indexed once, when it is first asked."""

    def __init__(self, state: State) -> None:
        """Know nothing yet; texts come from `state`."""
        self._state = state
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int, int], Future[Knowledge]] = OrderedDict()

    def of(self, bot: Bot) -> Knowledge:
        """Return what a bot knows; takes about a second for a very long text that is new."""
        key = (bot.number, bot.version, bot.mixed)
        with self._lock:
            known = self._kept.get(key)
            mine = known is None
            if known is None:
                known = self._kept[key] = Future()
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if mine:
            try:
                known.set_result(self._learned(bot))
            except BaseException as error:
                known.set_exception(error)
                with self._lock:
                    self._kept.pop(key, None)
                raise
        return known.result()

    def _learned(self, bot: Bot) -> Knowledge:
        sections = read_sections(self._state.text(bot))
        if bot.mixed:
            sections = mixed(sections, read_sections(self._state.text(bot, bot.mixed)))
        return Knowledge(sections)


class Dice:
    """Chance that can be repeated: a seed, and for each request how often it came before.

    So the same requests in any order give the same answers, and yet a question asked twice may be
    answered in two ways.
    """

    def __init__(self, seed: int) -> None:
        """Start all counts at zero."""
        self._seed = seed
        self._lock = threading.Lock()
        self._thrown: Counter[bytes] = Counter()

    def for_request(self, bot: Bot, asked: Sequence[str], model: str, temperature: float) -> Random:
        """Return the dice for one more request like this."""
        said = repr((bot.number, tuple(asked), model, bot.instructions, temperature))
        request = hashlib.sha256(said.encode("utf-8", "replace")).digest()
        with self._lock:
            count = self._thrown[request]
            self._thrown[request] += 1
        seed = hashlib.sha256(request + f"{self._seed}/{count}".encode()).digest()
        return Random(int.from_bytes(seed))
