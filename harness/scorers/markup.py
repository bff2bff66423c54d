"""XML and HTML in the answer."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

from pydantic import model_validator

from harness.model.run import Exchange, Score

from .optional import need
from .parameters import Texts
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["ContainsHtml", "ContainsXml", "IsHtml", "IsXml"]

_LONGEST_SHOWN = 200
_MOST_STARTS = 50
_START = re.compile(r"<([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])[^<>]{0,2000}>")
_ELEMENTS = """
    a abbr address article aside audio b blockquote body br button canvas caption cite code col
    colgroup dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta nav
    ol option p pre q s samp script section select small source span strong style sub summary sup
    svg table tbody td template textarea tfoot th thead time title tr u ul var video
"""
_HTML = frozenset(_ELEMENTS.split())
_YES = frozenset({"yes", "true", "on"})


class _Markup(Scorer):
    shorthand: ClassVar[str | None] = "elements"

    elements: Texts = ()
    """Elements that must be there; `yes` stands for any."""

    @model_validator(mode="after")
    def _is_installed(self) -> Self:
        need(self._name or "markup", "lxml", "scorers")
        return self

    @property
    def _wanted(self) -> list[str]:
        return [one for one in self.elements if one.lower() not in _YES]

    def _missing(self, names: set[str]) -> list[str]:
        return [one for one in self._wanted if one not in names]

    def _grade(self, names: set[str], what: str) -> Score:
        missing = self._missing(names)
        if missing:
            return self.grade(0, f"the {what} has no element {listed(missing)}")
        return self.grade(1, f"{what} is there")


def _parsed(text: str) -> Any:
    """Return the root of an XML text, or raise SyntaxError; entities are not resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(text.strip().encode("utf-8", "replace"), parser)


def _names(root: Any) -> set[str]:
    return {one.tag.rpartition("}")[2] for one in root.iter() if isinstance(one.tag, str)}


@scorers.register("is_xml")
class IsXml(_Markup):
    """The whole answer is well-formed XML."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        try:
            root = _parsed(exchange.answer.text)
        except SyntaxError as error:
            return self.grade(0, f"the answer is no XML: {error.msg}"[:_LONGEST_SHOWN])
        return self._grade(_names(root), "XML")


@scorers.register("contains_xml")
class ContainsXml(_Markup):
    """A well-formed XML element stands in the answer."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        text = exchange.answer.text
        found = False
        for start in list(_START.finditer(text))[:_MOST_STARTS]:
            end = text.rfind(f"</{start[1]}>")
            if end < start.start():
                continue
            try:
                root = _parsed(text[start.start() : end + len(start[1]) + 3])
            except SyntaxError:
                continue
            found = True
            if not self._missing(_names(root)):
                return self.grade(1, "XML is there")
        reason = f"no XML has the element {listed(self._wanted)}" if found else "no XML is there"
        return self.grade(0, reason)


def _html_names(text: str) -> set[str]:
    """Return the names of the HTML elements that a text opens."""
    return {
        name
        for closing, found in _TAG.findall(text)
        if not closing and (name := found.lower()) in _HTML
    }


@scorers.register("is_html")
class IsHtml(_Markup):
    """The whole answer is HTML: it begins and ends with an element, and all text is in one."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        from lxml import etree, html

        text = exchange.answer.text.strip()
        names = _html_names(text)
        if not names or not text.startswith("<") or not text.endswith(">"):
            return self.grade(0, "the answer is no HTML")
        try:
            pieces: list[Any] = [] if "html" in names else list(html.fragments_fromstring(text))
        except (etree.ParserError, ValueError) as error:
            return self.grade(0, f"the answer is no HTML: {error}"[:_LONGEST_SHOWN])
        loose = [one for one in pieces if isinstance(one, str)]
        loose += [one.tail for one in pieces if not isinstance(one, str) and one.tail]
        if any(one.strip() for one in loose):
            return self.grade(0, "there is text outside of any HTML element")
        return self._grade(names, "HTML")


@scorers.register("contains_html")
class ContainsHtml(_Markup):
    """An HTML element stands in the answer."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        names = _html_names(exchange.answer.text)
        if not names:
            return self.grade(0, "no HTML is there")
        return self._grade(names, "HTML")
