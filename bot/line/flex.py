"""A result card as LINE sets it best: a Flex bubble of at most 30 kB."""

from collections.abc import Mapping
from typing import Any

from results.card import Card, CardRow

_INK, _QUIET, _ACCENT, _TRACK = "#1b1d20", "#565b63", "#0d5766", "#e7e4dc"


def bubble_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bubble of a card."""
    card = Card.from_data(data)
    rows = [_row(row) for row in card.rows]
    head = [
        _text(card.title, _INK, weight="bold", size="xl", wrap=True),
        _text(card.status, _ACCENT, weight="bold", size="sm", wrap=True),
        _text(card.counted, _QUIET, size="sm", wrap=True),
        _bar(100 * card.share, _ACCENT, "6px"),
    ]
    said = [word for word in (card.no_vote, card.note) if word]
    foot = [_text(word, _INK, size="sm", wrap=True) for word in said]
    as_of = _text(card.as_of, _QUIET, size="xs", wrap=True)
    contents = [*head, *rows, *foot, {"type": "separator", "margin": "md"}, as_of]
    body = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": contents}
    return {"type": "bubble", "size": "mega", "body": body}


def _row(row: CardRow) -> dict[str, Any]:
    name = f"{row.number} {row.name}"
    line = {
        "type": "box",
        "layout": "horizontal",
        "contents": [
            _text(name, _INK, weight="bold", size="sm", wrap=True, flex=7),
            _text(row.votes, _INK, weight="bold", size="md", align="end", flex=3),
        ],
    }
    party = [_text(row.party, _QUIET, size="xs", wrap=True)] if row.party else []
    contents = [line, *party, _bar(row.width, row.colour, "8px")]
    return {"type": "box", "layout": "vertical", "margin": "lg", "contents": contents}


def _bar(percent: float, colour: str, height: str) -> dict[str, Any]:
    filled = {
        "type": "box",
        "layout": "vertical",
        "contents": [],
        "backgroundColor": colour,
        "height": height,
        "width": f"{min(100, max(1, round(percent)))}%",
    }
    track = {"type": "box", "layout": "vertical", "margin": "xs", "backgroundColor": _TRACK}
    return {**track, "height": height, "contents": [filled] if percent > 0 else []}


def _text(text: str, colour: str, **looks: Any) -> dict[str, Any]:  # noqa: ANN401 - Flex's own
    return {"type": "text", "text": text, "color": colour, **looks}
