"""A desk's units as its conversation offers them: found by number or place, nearest first."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz
from sqlmodel import Session

from bot.conversation.choosing import AT_ONCE
from bot.conversation.effects import FindUnits
from bot.conversation.events import UnitChoice, UnitsFound
from bot.conversation.facts import DeskFacts
from models.store.cases import place_of
from models.store.desk_units import DeskUnit, units_sent_for
from models.store.enrolment import post_of_person
from models.store.rows import saved
from models.tables.geography import TallyCentre
from models.tables.people import Person
from pages.enrolment.posts import words_of_post
from pages.formats import plain_digits
from pages.languages import Language
from pages.names import unit_name
from pages.phrases import say

_COMMON_WORDS: Final = frozenset(
    {"หน่วย", "หน่วยที่", "เลือกตั้งที่", "ชุด", "ชุดที่", "ตำบล", "แขวง", "อำเภอ", "เขต", "unit", "set", "no"}
)
_PREFIX: Final = re.compile(r"^(?:ตำบล|แขวง|อำเภอ|ต\.|อ\.)")
_PART: Final = re.compile(r"\d+|[^\d\s,/]+")
_ALIKE: Final = 80
"""Likeness in percent from which a misspelt place is meant."""


def find_units(
    session: Session, person: Person, wanted: FindUnits, language: Language
) -> UnitsFound:
    """Return one list of a desk's units: what fits first, then what lacks pages and lies near."""
    units = units_sent_for(session, person)
    fitting = [u for u in units if _fits(u, wanted.typed)] if wanted.typed else units
    ordered = nearest_first(fitting, units, wanted.after)
    begin = wanted.begin if 0 <= wanted.begin < len(ordered) else 0
    shown = ordered[begin : begin + AT_ONCE]
    choices = tuple(
        UnitChoice(
            saved(u.unit.id),
            unit_name(place_of(session, saved(u.unit.id)), language),
            short_name(u, language),
            u.missing,
        )
        for u in shown
    )
    return UnitsFound(wanted.typed, begin, len(ordered), choices)


def nearest_first(
    fitting: Sequence[DeskUnit], round_: Sequence[DeskUnit], after: int
) -> list[DeskUnit]:
    """Return units that lack pages before the others; within both, those next in the round first.

    A courier goes from unit to unit: what follows the last one in the register is nearest.
    """
    place = {u.unit.id: n for n, u in enumerate(round_)}
    start = place.get(after, -1) + 1
    return sorted(
        fitting, key=lambda u: (not u.missing, (place[u.unit.id] - start) % max(1, len(round_)))
    )


def desk_facts(
    session: Session, person: Person, language: Language, *, is_before: bool
) -> DeskFacts:
    """Return how far a desk is."""
    post = post_of_person(session, saved(person.id))
    units = units_sent_for(session, person)
    all_here = sum(not u.missing for u in units)
    nothing = sum(u.missing == u.pages for u in units)
    centre = session.get(TallyCentre, post.centre_id) if post.centre_id is not None else None
    return DeskFacts(
        name=words_of_post(session, post, language).title,
        phone=centre.phone if centre else "",
        is_before=is_before,
        all_here=all_here,
        begun=len(units) - all_here - nothing,
        nothing=nothing,
        to_answer=tuple((saved(u.unit.id), short_name(u, language)) for u in units if u.is_asking),
    )


def short_name(unit: DeskUnit, language: Language) -> str:
    """Return number and area, for a button: `หน่วย 12 ทุ่งสมมุติ`."""
    if unit.area is None:
        stream = say(f"common.stream_{unit.unit.stream.value}", language)
        return say("chat.set_short", language, number=unit.unit.number, stream=stream)
    is_thai = language is Language.TH or not unit.area.name_en
    area = _PREFIX.sub("", unit.area.name_th) if is_thai else unit.area.name_en
    return say("chat.unit_short", language, number=unit.unit.number, area=area)


def _fits(unit: DeskUnit, typed: str) -> bool:
    """Tell whether every number and word that was typed is about a unit."""
    plain = plain_digits(typed).casefold()
    if plain.strip() == unit.unit.code.casefold():
        return True
    parts = [_PREFIX.sub("", part).strip(".-") for part in _PART.findall(plain)]
    parts = [part for part in parts if part and part not in _COMMON_WORDS]
    return bool(parts) and all(_has(unit, part) for part in parts)


def _has(unit: DeskUnit, part: str) -> bool:
    if part.isdigit():
        return int(part) == unit.unit.number
    names = [n for row in (unit.area, unit.amphoe) if row for n in (row.name_th, row.name_en)]
    names.append(unit.unit.place_th)
    return any(
        part in name.casefold() or fuzz.ratio(part, _PREFIX.sub("", name.casefold())) >= _ALIKE
        for name in names
        if name
    )
