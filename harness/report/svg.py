"""Writing SVG: shapes with classes, and with plain colours where no style sheet is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

__all__ = ["element", "fill", "fill_and_stroke", "round_line", "stroke", "svg", "tag", "text"]

COLOURS = {
    "worse": "#ad3a00",
    "better": "#0b5fc0",
    "flaky": "#4a1f86",
    "error": "#28313c",
    "same": "#66707d",
    "look": "#7a5500",
    "text": "#17202b",
    "line": "#d8dde4",
    "line2": "#8a94a1",
    "sunken": "#eef0f4",
    "surface": "#ffffff",
}
"""The colours of the light scheme; the classes of the style sheet override them."""


def svg(
    width: float,
    height: float,
    shapes: Iterable[Markup],
    *,
    css: str = "",
    label: str = "",
    role: str = "img",
    stretch: bool = False,
) -> Markup:
    """Return a drawing of so many pixels; without a label it is hidden from screen readers.

    A drawing with links in it has the role "group": what has the role "img" has no parts.
    """
    size = {"viewBox": f"0 0 {_value(width)} {_value(height)}", "width": width, "height": height}
    spoken = {"role": role, "aria_label": label} if label else {"aria_hidden": "true"}
    classes = {"class": css} if css else {}
    ratio = {"preserveAspectRatio": "none"} if stretch else {}
    attributes = _attributes({**classes, **size, **ratio, **spoken})
    return Markup("<svg{}>{}</svg>").format(attributes, Markup("").join(shapes))


def tag(name: str, **attributes: object) -> Markup:
    """Return an empty element; `stroke_width` becomes `stroke-width`."""
    return Markup("<{}{}/>").format(name, _attributes(attributes))


def element(name: str, inside: Iterable[Markup | str], **attributes: object) -> Markup:
    """Return an element with what it holds; plain text in it is escaped."""
    held = Markup("").join(inside)
    return Markup("<{0}{1}>{2}</{0}>").format(name, _attributes(attributes), held)


def text(x: float, y: float, words: str, *, anchor: str = "", **attributes: object) -> Markup:
    """Return words at a place, anchored at their start, "middle" or "end"."""
    place = {"x": x, "y": y, **({"text_anchor": anchor} if anchor else {}), **attributes}
    return Markup("<text{}>{}</text>").format(_attributes(place), words)


def fill(name: str) -> dict[str, object]:
    """Return the attributes that fill a shape with a colour of the report."""
    return {"class": f"f-{name}", "fill": COLOURS[name]}


def stroke(name: str) -> dict[str, object]:
    """Return the attributes that draw a line in a colour of the report."""
    return {"class": f"s-{name}", "stroke": COLOURS[name]}


def fill_and_stroke(inside: str, outline: str) -> dict[str, object]:
    """Return the attributes for two colours of the report."""
    colours = {"fill": COLOURS[inside], "stroke": COLOURS[outline]}
    return {"class": f"f-{inside} s-{outline}", **colours}


def round_line(width: float) -> dict[str, object]:
    """Return the attributes of a line with round ends, so many units wide."""
    return {"stroke_width": width, "stroke_linecap": "round"}


def _attributes(attributes: Mapping[str, object]) -> Markup:
    """Return attributes as they stand in a tag."""
    return Markup("").join(
        Markup(' {}="{}"').format(name.replace("_", "-"), _value(value))
        for name, value in attributes.items()
    )


def _value(value: object) -> str:
    """Return a value as text; numbers keep two decimals."""
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)
