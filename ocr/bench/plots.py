"""Curves as SVG that reads without colour: each has its own dash and its name at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 640
HEIGHT: Final = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 190, 34, 40
_DASHES: Final = ("", "6 3", "2 3", "10 3 2 3")
_COLOURS: Final = ("#1b4f72", "#b03a2e", "#1e8449", "#6c3483")
_NEAR: Final = 13
"""Names at the ends of curves keep so many pixels from each other."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A named curve: (label of the step, share in percent) from left to right."""

    name: str
    points: Sequence[tuple[str, float]]


def plot(title: str, curves: Sequence[Curve]) -> str:
    """Return curves over the same steps as one SVG; the axis begins below the lowest share."""
    low = _floor(min(share for c in curves for _, share in c.points))
    steps = [label for label, _ in curves[0].points]
    parts = [_axes(title, steps, low)]
    ends = _apart([_y(c.points[-1][1], low) for c in curves])
    for i, curve in enumerate(curves):
        parts.append(_curve(curve, low, i, ends[i]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _floor(share: float) -> float:
    return float(min(95, 5 * ((share - 1) // 5)))


def _x(index: int, steps: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * index / max(1, steps - 1)


def _y(share: float, low: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (share - low) / (100 - low)


def _axes(title: str, steps: Sequence[str], low: float) -> str:
    parts = [f'<text x="{_LEFT}" y="20" font-weight="bold">{escape(title)}</text>']
    for k in range(6):
        share = low + (100 - low) * k / 5
        y = _y(share, low)
        parts.append(
            f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0f} %</text>'
        )
    for i, step in enumerate(steps):
        parts.append(
            f'<text x="{_x(i, len(steps)):.1f}" y="{HEIGHT - 16}" text-anchor="middle">'
            f"{escape(step)}</text>"
        )
    return "".join(parts)


def _curve(curve: Curve, low: float, index: int, end: float) -> str:
    colour, dash = _COLOURS[index % 4], _DASHES[index % 4]
    places = [
        (_x(i, len(curve.points)), _y(share, low)) for i, (_, share) in enumerate(curve.points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    name = f"{curve.name} {curve.points[-1][1]:.1f} %"
    return (
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="{dash}"/>{dots}'
        f'<text x="{places[-1][0] + 8:.1f}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>'
    )


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights moved up where two stand too near to be read."""
    order = sorted(range(len(heights)), key=lambda i: -heights[i])
    moved = list(heights)
    for before, here in pairwise(order):
        moved[here] = min(moved[here], moved[before] - _NEAR)
    return moved
