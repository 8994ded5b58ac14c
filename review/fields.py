"""The numbers of a sheet as the screen shows them: each with its crop and why it is doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.store.cases import Case
from models.store.rows import saved
from models.tables.sheets import AnswerKind
from models.values.fields import row_number
from models.values.reading import OVERWRITTEN, Box, Cell, Problem
from ocr.number_words import thai_words
from pages.crops import Crop, crop_of
from pages.formats import plain_digits
from pages.keying import field_name
from pages.labels import field_label
from pages.languages import Language
from review.checking import field_keys


class Doubt(StrEnum):
    """Why a number should be looked at; each has its phrase."""

    UNREAD = "unread"
    BLANK = "blank"
    UNSURE = "unsure"
    WORDS_DIFFER = "words_differ"
    COMMITTEE_DIFFERS = "committee_differs"
    PHONE_DIFFERS = "phone_differs"
    NOT_ON_LIST = "not_on_list"
    IN_FINDING = "in_finding"
    LOOKS_DIFFER = "looks_differ"
    RECALLED = "recalled"
    READ_ANEW = "read_anew"
    STRUCK_OUT = "struck_out"
    OVERWRITTEN = "overwritten"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One number on the screen."""

    key: str
    input: str
    label: str
    name: str
    party: str
    value: int | None
    """What stands in the field: the machine's number, or what people have settled since."""
    second: int | None
    """What the second look answered, where a supervisor weighs the two."""
    printed: str
    """The printed number of a head count without its points, e.g. `221`."""
    words: int | None
    spelled: str
    """The machine's reading of the words, spelled out."""
    digits: int | None
    committee: int | None
    phoned: int | None
    """What was said on the phone before the photo came, where the machine read otherwise."""
    previous: int | None
    """What stood confirmed before the sheet was recalled, where it differs."""
    anew: int | None
    """What a second reading stands by, where it asks for a recall."""
    doubts: tuple[Doubt, ...]
    crop: Crop | None
    photo_id: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class Sight:
    """How a sheet is looked at.

    `images` is the address of the pictures, `suspects` are fields that a finding names, `standing`
    is what people settled since the machine read, `second` what a second look answered,
    `previous` what stood confirmed before a recall, `anew` what a second reading asks about.
    """

    language: Language
    images: str
    suspects: frozenset[str] = frozenset()
    standing: Mapping[str, int] | None = None
    second: Mapping[str, int] = field(default_factory=dict)
    previous: Mapping[str, int] = field(default_factory=dict)
    anew: Mapping[str, int] = field(default_factory=dict)


def field_views(case: Case, sight: Sight) -> list[FieldView]:
    """Return every field of a sheet in the order of the form."""
    said = _committee(case)
    return [_view(case, key, sight, said) for key in field_keys(case)]


def _view(case: Case, key: str, sight: Sight, said: Mapping[str, int]) -> FieldView:
    cell = case.cells.get(key)
    choice = next((c for c in case.choices if c.number == row_number(key)), None)
    return FieldView(
        key=key,
        input=field_name(key),
        label=field_label(case.form, key, sight.language),
        name=choice.name if choice else "",
        party=choice.party if choice else "",
        value=_value(sight, key, cell),
        second=sight.second.get(key),
        printed=_printed(case, key),
        words=cell.words if cell else None,
        spelled=thai_words(cell.words) if cell and cell.words is not None else "",
        digits=cell.digits if cell else None,
        committee=said.get(key),
        phoned=_phoned(case, key),
        previous=_previous(sight, key, cell),
        anew=sight.anew.get(key),
        doubts=tuple(_doubts(case, key, said, sight)),
        crop=crop_of(case, key, sight.images),
        photo_id=case.cell_photos.get(key),
        box=cell.box if cell else None,
    )


def _value(sight: Sight, key: str, cell: Cell | None) -> int | None:
    if sight.standing is not None:
        return sight.standing.get(key)
    return cell.value if cell else None


def _printed(case: Case, key: str) -> str:
    line = case.form.count(key)
    return "".join(c for c in plain_digits(line.number) if c.isdigit()) if line else ""


def _previous(sight: Sight, key: str, cell: Cell | None) -> int | None:
    before = sight.previous.get(key)
    return None if before == _value(sight, key, cell) else before


def _doubts(case: Case, key: str, said: Mapping[str, int], sight: Sight) -> list[Doubt]:
    cell, number = case.cells.get(key), row_number(key)
    value = cell.value if cell else None
    flags = {flag for page in case.pages for flag in page.flags.get(key, ())}
    found = {
        Doubt.READ_ANEW: key in sight.anew,
        Doubt.RECALLED: _previous(sight, key, cell) is not None,
        Doubt.LOOKS_DIFFER: key in sight.second and sight.second[key] != _value(sight, key, cell),
        Doubt.UNREAD: cell is None or (value is None and not cell.blank),
        Doubt.BLANK: cell is not None and value is None and cell.blank,
        Doubt.UNSURE: cell is not None and value is not None and not cell.accepted,
        Doubt.WORDS_DIFFER: cell is not None and _words_differ(cell),
        Doubt.COMMITTEE_DIFFERS: key in said and said[key] != value,
        Doubt.PHONE_DIFFERS: _phoned(case, key) is not None,
        Doubt.NOT_ON_LIST: number is not None and number not in case.numbers,
        Doubt.IN_FINDING: key in sight.suspects,
        Doubt.STRUCK_OUT: Problem.STRUCK_OUT.value in flags,
        Doubt.OVERWRITTEN: OVERWRITTEN in flags,
    }
    return [doubt for doubt, holds in found.items() if holds]


def _phoned(case: Case, key: str) -> int | None:
    cell = case.cells.get(key)
    told = case.phoned.get(key)
    return None if told == (cell.value if cell else None) else told


def _words_differ(cell: Cell) -> bool:
    """Words that the machine has outvoted already are no doubt any more."""
    both = cell.words is not None and cell.digits is not None
    return both and cell.words != cell.digits and not cell.accepted


def _committee(case: Case) -> Mapping[str, int]:
    """Return what the committee wrote itself; its plain consent is not repeated per field."""
    if case.answer is None or case.answer.kind is AnswerKind.AGREES:
        return {}
    return case.answer.values


def page_of(case: Case, key: str) -> int | None:
    """Return the index of the page that shows a field."""
    photo = case.cell_photos.get(key)
    ids = [saved(p.photo.id) for p in case.pages]
    return ids.index(photo) if photo in ids else None
