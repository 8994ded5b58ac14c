"""The papers of one unit: every form that the election expects of it, filled with its counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlmodel import Session

from models.store.cases import Choice, Place, choices_of, place_of
from models.store.rows import saved
from models.store.sheets import expected_of
from models.values.ballots import Ballot, UnitKind
from models.values.forms import Form, form_by_code
from ocr.draw import PRESETS, Filling, Row, draw_sheet, photograph, sample_filling

_LONG_SIDE: Final = 1600
"""What a chat delivers is 1,280 pixels or more; the web page sends what the phone took."""

Counts = Mapping[tuple[str, Ballot], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A filled form before it is drawn."""

    unit_id: int
    unit_code: str
    ballot: Ballot
    form: Form
    filling: Filling
    seed: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of one page, ready to be sent."""

    unit_id: int
    name: str
    jpeg: bytes


def papers_of(session: Session, unit_id: int, counts: Counts, seed: int) -> list[Paper]:
    """Return the filled forms of a unit; one without counts is left out."""
    place = place_of(session, unit_id)
    papers = []
    for expected in expected_of(session, unit_id):
        true_counts = counts.get((place.unit.code, expected.ballot))
        if true_counts is None:
            continue
        form = form_by_code(expected.form_code, expected.form_variant)
        choices = choices_of(session, saved(place.constituency.id), expected.ballot)
        # One hand writes both forms of a unit; one constituency has one print run.
        own_seed = seed * 1_000_003 + unit_id
        filling = replace(
            sample_filling(form, own_seed),
            rows=_rows(choices),
            counts=dict(true_counts),
            header=_header(place),
            print_seed=place.unit.constituency_id,
        )
        papers.append(Paper(unit_id, place.unit.code, expected.ballot, form, filling, own_seed))
    return papers


def shots_of(paper: Paper, condition: str) -> Iterator[Shot]:
    """Draw and photograph the pages of a paper, one by one."""
    for page in draw_sheet(paper.form, paper.filling, paper.seed):
        photo = photograph(page, PRESETS[condition], paper.seed + page.page, _LONG_SIDE)
        name = f"{paper.unit_code}-{paper.ballot.value}-{page.page}.jpg"
        yield Shot(paper.unit_id, name, photo.jpeg)


def _rows(choices: Sequence[Choice]) -> tuple[Row, ...]:
    """Return the printed rows; on a party list the name stands in the party's column."""
    return tuple(
        Row(c.number, c.name, c.party) if c.party else Row(c.number, "", c.name)
        for c in choices
        if not c.is_struck_off
    )


def _header(place: Place) -> dict[str, str]:
    number = "unit" if place.unit.kind is UnitKind.POLLING_UNIT else "set"
    texts = {
        "province": place.province.name_th,
        "constituency": str(place.constituency.number),
        number: str(place.unit.number),
        "place": place.unit.place_th,
    }
    if place.amphoe is not None:
        texts["amphoe"] = place.amphoe.name_th
    if place.area is not None:
        texts["area"] = place.area.name_th
    if place.unit.moo is not None:
        texts["moo"] = str(place.unit.moo)
    return texts
