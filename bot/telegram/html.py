"""A result card as Telegram sets it: a little HTML below the drawn card."""

from collections.abc import Mapping
from html import escape
from typing import Any

from results.card import Card


def html_of(data: Mapping[str, Any], address: str) -> str:
    """Return the words of a card; `address` is the page that shows everything."""
    card = Card.from_data(data)
    lines = [f"<b>{escape(card.title)}</b> · {escape(card.status)}", escape(card.counted), ""]
    for row in card.rows:
        party = f" ({escape(row.party)})" if row.party else ""
        name = escape(f"{row.number} {row.name}")
        lines.append(f"{name}{party}: <b>{escape(row.votes)}</b>")
    lines += [escape(word) for word in (card.no_vote, card.note) if word]
    lines += ["", f"<i>{escape(card.as_of)}</i>"]
    if address:
        lines.append(escape(address))
    return "\n".join(lines)
