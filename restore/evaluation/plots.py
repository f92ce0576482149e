"""Plots as static SVG: bars with error bars, and lines. No script, no font, no colour of their own: classes name what a part is.

Every plot is ``WIDTH`` units wide, about the width of a phone, so that its text stays readable there; a page sets wider screens
with several side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from restore.markup import Markup, element, join

WIDTH = 360
LEFT, RIGHT = 10, WIDTH - 14
ROW, BAR_TOP, BAR = 38, 19, 10
SERIES = 6
"""Lines that a plot can tell apart, by colour and dashes."""
_PLOT_LEFT, _PLOT_TOP, _PLOT_HEIGHT = 46, 10, 230


@dataclass(frozen=True)
class Bar:
    """A labelled value (None: there is none), with the bounds of its interval and a ``mark`` to compare with, if any.

    ``text`` is the value as readers see it; ``strong`` sets the bar off from the others.
    """

    label: str
    value: float | None
    text: str
    interval: tuple[float, float] | None = None
    strong: bool = False
    mark: float | None = None


@dataclass(frozen=True)
class Point:
    """A point of a line, what it says on hovering, and its ``size`` in 0–1."""

    x: float
    y: float
    text: str
    size: float = 0.0


@dataclass(frozen=True)
class Line:
    """A line through ``points`` in order."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Scale:
    """Maps values from ``low`` to ``high`` onto coordinates from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the coordinate of ``value``."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round values, a step of 1, 2 or 5 times a power of ten apart, that reach from ``low`` or below to ``high`` or above.

    The step is the least of these with at most ``count`` steps from end to end of the range. Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"no range from {low} to {high}")
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, -math.floor(math.log10(step)))
    return [round(i * step, digits) for i in range(first, last + 1)]


def tick_label(value: float) -> str:
    """Return a tick's value as short as it is exact."""
    return f"{value:,.10g}"


def shortened(text: str, size: int) -> str:
    """Return ``text`` cut to ``size`` characters, the last an ellipsis where something is missing."""
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


def bars(label: str, axis: str, items: Sequence[Bar], top: float | None = None, mark: str = "") -> Markup:
    """Return horizontal bars from 0, one below the other, each under its name and value.

    ``label``: what the plot shows, for those who hear it; ``axis``: what the axis counts; ``top``: the least end of the axis;
    ``mark``: what the bars' marks are, for the legend.
    """
    values = [v for b in items for v in (b.value, b.mark, *(b.interval or ())) if v is not None]
    low, high = min([0.0, *values]), max([top or 0.0, *values])
    marks = ticks(low, high if high > low else low + 1)
    scale = Scale(marks[0], marks[-1], LEFT, RIGHT)
    bottom = ROW * len(items) + 4
    parts = [_grid_line(scale.at(t), bottom, t) for t in marks]
    for i, item in enumerate(items):
        parts.append(_bar(item, scale, ROW * i))
    parts.append(_text(WIDTH / 2, bottom + 32, axis, "axis", "middle"))
    height = bottom + 40
    if mark:
        parts += [_tick(LEFT + 2, height + 2), _text(LEFT + 10, height + 11, mark, "axis")]
        height += 20
    return _svg(label, height, parts)


def lines(label: str, axes: tuple[str, str], items: Sequence[Line], diagonal: str = "", legend: bool = True) -> Markup:
    """Return lines over the unit square, at most ``SERIES`` of them; ``diagonal`` names the line from 0, 0 to 1, 1, if wanted.

    Raises ValueError for more lines than can be told apart.
    """
    if len(items) > SERIES:
        raise ValueError(f"{len(items)} lines cannot be told apart, {SERIES} can")
    bottom = _PLOT_TOP + _PLOT_HEIGHT
    across, up = Scale(0, 1, _PLOT_LEFT, RIGHT), Scale(0, 1, bottom, _PLOT_TOP)
    parts: list[Markup] = []
    for t in ticks(0, 1):
        parts.append(element("line", x1=across.at(t), x2=across.at(t), y1=_PLOT_TOP, y2=bottom, class_="grid"))
        parts.append(element("line", x1=_PLOT_LEFT, x2=RIGHT, y1=up.at(t), y2=up.at(t), class_="grid"))
        parts.append(_text(across.at(t), bottom + 16, tick_label(t), "tick", "middle"))
        parts.append(_text(_PLOT_LEFT - 6, up.at(t) + 4, tick_label(t), "tick", "end"))
    parts.append(_text(across.at(0.5), bottom + 34, axes[0], "axis", "middle"))
    turned = f"rotate(-90 12 {up.at(0.5):g})"
    parts.append(element("text", axes[1], x=12, y=up.at(0.5), class_="axis", text_anchor="middle", transform=turned))
    if diagonal:
        parts.append(element("line", x1=across.at(0), y1=up.at(0), x2=across.at(1), y2=up.at(1), class_="diagonal"))
    for i, item in enumerate(items):
        parts.append(_line(item, i, across, up))
    height = bottom + 44.0
    keys = [(item.label, f"line s{i}") for i, item in enumerate(items)] + ([(diagonal, "diagonal")] if diagonal else [])
    for name, style in keys if legend else []:
        parts.append(element("line", x1=_PLOT_LEFT, x2=_PLOT_LEFT + 26, y1=height + 6, y2=height + 6, class_=style))
        parts.append(_text(_PLOT_LEFT + 34, height + 10, shortened(name, 40), "axis"))
        height += 19
    return _svg(label, height, parts)


def _svg(label: str, height: float, parts: Sequence[Markup]) -> Markup:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {height:g}", role="img", aria_label=label)


def _text(x: float, y: float, text: str, style: str, anchor: str | None = None) -> Markup:
    return element("text", text, x=x, y=y, class_=style, text_anchor=anchor)


def _tick(x: float, y: float) -> Markup:
    return element("line", x1=x, x2=x, y1=y - 2, y2=y + BAR + 2, class_="mark")


def _grid_line(x: float, bottom: float, value: float) -> Markup:
    style = "zero" if value == 0 else "grid"
    line = element("line", x1=x, x2=x, y1=BAR_TOP - 4, y2=bottom, class_=style)
    # the rim's labels would be cut off if they stood centred
    anchor = "start" if x <= LEFT else "end" if x >= RIGHT else "middle"
    return join([line, _text(x, bottom + 15, tick_label(value), "tick", anchor)])


def _bar(item: Bar, scale: Scale, top: float) -> Markup:
    """Return a bar with its name, value, interval and mark."""
    parts = [
        element("title", f"{item.label}: {item.text}"),
        _text(LEFT, top + 13, shortened(item.label, 50 - len(item.text)), "label strong" if item.strong else "label"),
        _text(RIGHT, top + 13, item.text, "value", "end"),
    ]
    y = top + BAR_TOP
    if item.value is not None:
        x = sorted((scale.at(0), scale.at(item.value)))
        style = "bar strong" if item.strong else "bar"
        parts.append(element("rect", x=x[0], y=y, width=x[1] - x[0], height=BAR, class_=style))
    if item.interval is not None:
        x0, x1 = map(scale.at, item.interval)
        path = f"M{x0:.2f} {y + 2}v{BAR - 4}M{x0:.2f} {y + BAR // 2}H{x1:.2f}M{x1:.2f} {y + 2}v{BAR - 4}"
        parts += [element("path", d=path, class_="halo"), element("path", d=path, class_="error")]
    if item.mark is not None:
        parts.append(_tick(scale.at(item.mark), y))
    return element("g", *parts)


def _line(item: Line, index: int, across: Scale, up: Scale) -> Markup:
    places = [(across.at(p.x), up.at(p.y), p) for p in item.points]
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y, _ in places)
    dots = [
        element("circle", element("title", f"{item.label}: {p.text}"), cx=x, cy=y, r=2.5 + 6 * p.size, class_="dot")
        for x, y, p in places
    ]
    return element("g", element("path", d=path, class_=f"line s{index}"), *dots, class_=f"s{index}")
