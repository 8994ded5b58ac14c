"""Votes that wait, apart from those that are public: shown to the centre, never published."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.store import constituencies
from models.store.cases import Choice, choices_of
from models.store.votes_apart import Part, Standing, votes_apart
from models.values.ballots import Ballot
from models.values.fields import row_key
from pages.labels import report_label
from pages.languages import Language
from pages.wiring import database_of
from results.exports import safe
from review.desk import DOOR, Watching

router = APIRouter(route_class=DOOR.route_class())

_COUNTS: Final = ("good", "invalid", "no_vote")
_COLUMNS: Final = (
    "constituency", "stream", "ballot", "key", "choice_number", "name",
    "public", "public_sheets", "held", "held_sheets", "parked", "parked_known", "parked_sheets",
)  # fmt: skip
_KEPT: Final = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Row:
    """One choice or count: its name, and its sum by standing over all streams."""

    label: str
    sums: Mapping[Standing, int | None]
    known: int
    """Parked sheets of which this number is known."""


@dataclass(frozen=True, slots=True)
class BallotApart:
    """One ballot of a constituency: sheets by standing, and a row a choice or count."""

    ballot: Ballot
    sheets: Mapping[Standing, int]
    rows: Sequence[Row]


@router.get("/review/constituencies/{constituency_id}/publication/votes.csv")
def votes_file(request: Request, desk: Watching, constituency_id: int) -> Response:
    """Give the votes of a constituency by stream, with what is held and parked in own columns."""
    with database_of(request).reading() as session:
        found = constituencies.constituency_in(session, constituency_id, desk.looker.areas)
        code = found.code
        lines = [(code, *cells) for cells in _cells(session, constituency_id)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows((_COLUMNS, *lines))
    name = {"content-disposition": f'attachment; filename="votes-{code}.csv"', **_KEPT}
    return Response(text.getvalue().encode("utf-8-sig"), 200, name, "text/csv; charset=utf-8")


def apart_of(session: Session, constituency_id: int, language: Language) -> list[BallotApart]:
    """Return what the page shows, a table a ballot."""
    by_ballot: dict[Ballot, dict[Standing, Part]] = {}
    for (_, ballot), parts in votes_apart(session, constituency_id).items():
        own = by_ballot.setdefault(ballot, {standing: Part() for standing in Standing})
        for standing, part in parts.items():
            own[standing] = own[standing] + part
    return [
        BallotApart(
            ballot,
            {standing: part.sheets for standing, part in parts.items()},
            [
                Row(
                    f"{report_label(key, language)} {choice.name if choice else ''}".strip(),
                    {standing: part.sum_of(key) for standing, part in parts.items()},
                    parts[Standing.PARKED].known[key],
                )
                for key, choice in _lines(session, constituency_id, ballot)
            ],
        )
        for ballot, parts in sorted(by_ballot.items())
    ]


def _lines(
    session: Session, constituency_id: int, ballot: Ballot
) -> Iterator[tuple[str, Choice | None]]:
    for choice in choices_of(session, constituency_id, ballot):
        yield row_key(choice.number), choice
    for key in _COUNTS:
        yield key, None


def _cells(session: Session, constituency_id: int) -> Iterator[tuple[object, ...]]:
    for (stream, ballot), parts in votes_apart(session, constituency_id).items():
        public, held, parked = (parts[standing] for standing in Standing)
        for key, choice in _lines(session, constituency_id, ballot):
            named = (choice.number, safe(choice.name)) if choice else ("", "")
            yield (
                stream.value, ballot.value, key, *named,
                public.sum_of(key), public.sheets, held.sum_of(key), held.sheets,
                parked.sum_of(key), parked.known[key], parked.sheets,
            )  # fmt: skip
