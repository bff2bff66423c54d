"""The addresses in an answer, and whose they are."""

from __future__ import annotations

from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from harness.model.run import Exchange, Score

from .facts.literal import find_literals
from .parameters import Texts
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["Urls"]

_YES = frozenset({"yes", "true"})
_LONGEST_READ = 100_000


def _hosts(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the host of each text: a name as it is, that of an address taken out of it."""
    return tuple(_host(text) for text in texts if text.lower() not in _YES)


def _host(text: str) -> str:
    """Return the host of an address in lower case; empty where there is none."""
    try:
        host = urlsplit(text if "://" in text else f"//{text.strip()}").hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.").rstrip(".")


@scorers.register("url")
class Urls(Scorer):
    """The answer has an address, and every address in it is of an allowed host."""

    shorthand: ClassVar[str | None] = "hosts"

    hosts: Annotated[Texts, AfterValidator(_hosts)] = ()
    """Allowed hosts, their subdomains included; none or `yes`: any host."""
    min: Annotated[int, Field(ge=0)] = 1
    """So many addresses at least; 0: an answer without any passes."""

    def score(self, exchange: Exchange) -> Score:
        """Score the share of the addresses that are of an allowed host."""
        text = exchange.answer.text[:_LONGEST_READ]
        found = [one.shown for one in find_literals(text) if one.kind == "address"]
        foreign = [one for one in found if not self._is_allowed(_host(one))]
        details = {"found": found, "foreign": foreign}
        if len(found) < self.min:
            few = f"{len(found)} addresses, at least {self.min} were expected"
            return self.grade(0, few if found else "the answer has no address", details)
        if foreign:
            share = 1 - len(foreign) / len(found)
            return self.grade(share, f"addresses of other hosts: {listed(foreign)}", details)
        return self.grade(1, f"addresses: {listed(found)}" if found else "no address", details)

    def _is_allowed(self, host: str) -> bool:
        return not self.hosts or any(
            host == allowed or host.endswith(f".{allowed}") for allowed in self.hosts
        )
