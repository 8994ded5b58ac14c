"""Cards of a province and of the country, in the shape of a constituency's: parties as rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from models.values.ballots import Stream
from pages.formats import number
from pages.languages import Language
from pages.phrases import say
from results.card import Card, CardRow, as_of, counted_words, status_of
from results.previous import Previous
from results.tallies import Row, leads_by_party, national_parties

Head = Mapping[str, Any]

_ROWS: Final = 3
_GREY: Final = "#7a7f87"
_DAY: Final = Stream.ELECTION_DAY.value


def province_card(pointer: Mapping[str, Any], group: Sequence[Head], language: Language) -> Card:
    """Return the card of a province: its parties by list votes, and where each is ahead."""
    title = say("board.province_title", language, name=group[0]["province"][language.value])
    return _card(title, pointer, group, language)


def nation_card(previous: Previous, heads: Sequence[Head], language: Language) -> Card:
    """Return the card of the country."""
    title = previous.root["election"][language.value]
    return _card(title, previous.pointer, heads, language)


def _card(
    title: str, pointer: Mapping[str, Any], heads: Sequence[Head], language: Language
) -> Card:
    counted, expected = Counter[str](), Counter[str]()
    for head in heads:
        counted.update(head["counted"])
        expected.update(head["expected"])
    rows = [row for row in national_parties(heads) if row.votes]
    leads = leads_by_party(heads)
    open_races = sum(head["standing"]["can_change"] for head in heads if head["totals"])
    note = say("board.can_still_change", language, count=number(open_races)) if open_races else ""
    return Card(
        title=title,
        status=" · ".join(status_of(pointer, language)),
        counted=counted_words(counted, expected, language),
        share=counted[_DAY] / expected[_DAY] if expected[_DAY] else 0.0,
        rows=tuple(_row(row, leads[row.name["th"]], language) for row in rows[:_ROWS]),
        no_vote=say("common.party_list", language) if rows else "",
        note=note,
        as_of=as_of(pointer, language),
    )


def _row(row: Row, leads: int, language: Language) -> CardRow:
    return CardRow(
        number=say("common.ballot_number", language, number=row.number),
        name=row.name[language.value],
        party=say("board.leads_in_count", language, count=number(leads)) if leads else "",
        colour=row.colour or _GREY,
        votes=number(row.votes),
        width=row.width,
    )
