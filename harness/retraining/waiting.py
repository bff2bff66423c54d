"""Waiting until a retrain took: what the API tells, and what the bot answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from harness.errors import BotError, RetrainError
from harness.model.run import BotState, Setting
from harness.runner.conversation import Bot, ToldBot

from .canary import Known, Probe

__all__ = [
    "Patience",
    "ask_probe",
    "usable_probes",
    "wait_until_learned",
    "wait_until_ready",
    "wait_until_taken",
]

DONE = frozenset({"ready", "trained"})
FAILED = frozenset({"failed", "error"})
UNSEEN = "nothing can show whether it is trained: the API tells no status, and no canary is at hand"
PROBE_SETTING = Setting(temperature=0.0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to look, in seconds; the pause grows by half each time."""

    deadline_seconds: float = 900
    first_pause_seconds: float = 0.5
    longest_pause_seconds: float = 30
    sleep: Callable[[float], Awaitable[None]] | None = None
    clock: Callable[[], float] = monotonic

    async def pause(self, look: int) -> None:
        """Wait before the next look; `look` counts from 0."""
        import asyncio

        grown = self.first_pause_seconds * 1.5 ** min(look, 50)
        await (self.sleep or asyncio.sleep)(min(grown, self.longest_pause_seconds))


async def ask_probe(bot: Bot, probe: Probe) -> Known:
    """Ask one probe at temperature 0 and say which text the answer shows."""
    answer = await bot.converse(PROBE_SETTING).ask(probe.ask)
    return probe.look(answer.text)


async def usable_probes(bot: Bot, probes: Sequence[Probe]) -> tuple[Probe, ...]:
    """Ask the bot before its retrain, and keep the probes that can show a change.

    A probe that already shows the new text proves nothing afterwards; one with words of the old
    text must show them now, or its question does not reach the passage.
    """
    kept = []
    for probe in probes:
        shown = await ask_probe(bot, probe)
        if shown is Known.OLD or (shown is Known.NEITHER and not probe.old_words):
            kept.append(probe)
    return tuple(kept)


async def wait_until_ready(bot: ToldBot, patience: Patience) -> BotState:
    """Wait while the API says that the bot is in training; return what it tells then.

    Raises:
        RetrainError: the deadline passed, or the training failed.
        BotError: the bot could not be looked at.
    """
    end = patience.clock() + patience.deadline_seconds
    look = 0
    while True:
        watch = _Watch(state := await bot.state())
        watch.note(state)
        if not watch.busy:
            return state
        if patience.clock() >= end:
            raise RetrainError(watch.complaint(patience.deadline_seconds))
        await patience.pause(look)
        look += 1


async def wait_until_learned(bot: ToldBot, probes: Sequence[Probe], patience: Patience) -> str:
    """Return one sentence on how it is known that a bot made anew answers from its text.

    Such a bot has no old text to answer from: where the API tells no status and no probe is at
    hand, it is taken for trained.

    Raises:
        RetrainError: the training failed, or the deadline passed while no probe showed the text.
        BotRefused: the key is no longer taken.
    """
    watch = _Watch(await bot.state())
    end = patience.clock() + patience.deadline_seconds
    look = 0
    while True:
        if sentence := await _learned(bot, probes, watch):
            return sentence
        if patience.clock() >= end:
            raise RetrainError(watch.complaint(patience.deadline_seconds))
        await patience.pause(look)
        look += 1


async def wait_until_taken(
    bot: ToldBot, before: BotState, probes: Sequence[Probe], patience: Patience
) -> str:
    """Return one sentence on how it is known that the bot answers from its new text.

    Raises:
        RetrainError: the training failed, or the deadline passed while the bot still answered
            from the old text.
        BotRefused: the key is no longer taken.
    """
    watch = _Watch(before)
    end = patience.clock() + patience.deadline_seconds
    look = 0
    while True:
        if sentence := await _look(bot, probes, watch):
            return sentence
        if patience.clock() >= end:
            raise RetrainError(watch.complaint(patience.deadline_seconds))
        await patience.pause(look)
        look += 1


class _Watch:
    """What has been seen of the retrain so far."""

    def __init__(self, before: BotState) -> None:
        self.before = before
        self.state = before
        self.trained_seen = False
        self.shown: list[Known] = []
        self.trouble = ""

    def note(self, state: BotState) -> None:
        """Take in what the API tells now; raise RetrainError when it says that it failed."""
        self.state = state
        status = (state.status or "").lower()
        if status in FAILED:
            raise RetrainError(f"the bot's training failed (its status is {state.status!r})")
        if status and status not in DONE:
            self.trained_seen = True

    @property
    def busy(self) -> bool:
        """The API says that the training is not done."""
        return bool(self.state.status) and (self.state.status or "").lower() not in DONE

    @property
    def moved(self) -> bool:
        """The API shows that a training took place since."""
        old, new = self.before, self.state
        times = ((old.last_trained_at, new.last_trained_at), (old.updated_at, new.updated_at))
        return self.trained_seen or any(
            later is not None and later != earlier for earlier, later in times
        )

    def complaint(self, deadline_seconds: float) -> str:
        """Say why it is not known that the retrain took."""
        after = f"after {deadline_seconds:g} s"
        if Known.OLD in self.shown:
            old = self.shown.count(Known.OLD)
            return (
                f"the bot still answers from the old text {after}: {old} of {len(self.shown)} "
                "canary questions show it"
            )
        if self.busy:
            return f"the bot is still training {after} (its status is {self.state.status!r})"
        tail = f"; last trouble: {self.trouble}" if self.trouble else ""
        return f"nothing shows that the retrain took {after}{tail}"


async def _learned(bot: ToldBot, probes: Sequence[Probe], watch: _Watch) -> str:
    """Look once; return the sentence when the bot answers from its text, else an empty string."""
    try:
        watch.note(await bot.state())
        if watch.busy:
            return ""
        watch.shown = [await ask_probe(bot, probe) for probe in probes]
    except BotError as error:
        if error.stops_the_run:
            raise
        watch.trouble = str(error)
        return ""
    if new := watch.shown.count(Known.NEW):
        return f"{new} of {len(probes)} canary questions show the new text"
    if probes:
        return ""
    return f"the API says that it is {watch.state.status}" if watch.state.status else UNSEEN


async def _look(bot: ToldBot, probes: Sequence[Probe], watch: _Watch) -> str:
    """Look once; return the sentence when the retrain took, else an empty string."""
    try:
        watch.note(await bot.state())
        if watch.busy:
            return ""
        watch.shown = [await ask_probe(bot, probe) for probe in probes]
    except BotError as error:
        if error.stops_the_run:
            raise
        watch.trouble = str(error)
        return ""
    new = watch.shown.count(Known.NEW)
    if Known.OLD in watch.shown or not (new or watch.moved):
        return ""
    told = f"the API tells of a training ({watch.state.status or 'done'})" if watch.moved else ""
    asked = f"{new} of {len(probes)} canary questions show the new text" if new else ""
    return " and ".join(part for part in (told, asked) if part)
