"""Opening accounts: their places looked up, one-time codes drawn, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from models.store import accounts
from models.store.accounts import Keeper, NewAccount
from models.store.people import Areas
from models.tables.geography import Constituency, ReportingUnit, TallyCentre
from models.tables.people import Role
from models.values.codes import draw_code, tidy_code, written_code
from pages.passwords import hash_password
from review.account_shapes import GRANTS, RowFault, Wish, faults_of
from review.desk import Desk

_OF_CONSTITUENCY: Final = frozenset({Role.CLERK})
_OF_NATION: Final = frozenset({Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Fresh:
    """A one-time code that was drawn just now; it is shown this once and kept as a hash."""

    username: str
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code as it is written down, and its hash."""

    written: str
    code_hash: str


def draw() -> Drawn:
    """Draw a one-time code; hashing takes its time, so call this outside of a transaction."""
    code = draw_code()
    return Drawn(written_code(code), hash_password(code))


def as_typed(password: str) -> str:
    """Return a one-time code in the spelling that was hashed, however it was typed."""
    return tidy_code(password) or password


def checked(
    session: Session, desk: Desk, wishes: Sequence[Wish]
) -> tuple[list[NewAccount], list[RowFault]]:
    """Return the accounts that can be opened, and everything that is wrong with the others."""
    names = [wish.username for wish in wishes]
    faults = faults_of(wishes, GRANTS[desk.person.role], accounts.taken(session, names))
    new = []
    for wish in wishes:
        places = _places(session, desk.looker.areas, wish)
        if isinstance(places, RowFault):
            faults.append(places)
        elif not any(fault.line == wish.line for fault in faults):
            new.append(NewAccount(wish.username, wish.name, Role(wish.role), places))
    return new, sorted(faults, key=lambda fault: fault.line)


def open_all(
    session: Session, new: Sequence[NewAccount], drawn: Sequence[Drawn], keeper: Keeper
) -> list[Fresh]:
    """Open accounts with the codes drawn for them."""
    fresh = []
    for account, code in zip(new, drawn, strict=True):
        accounts.open_account(session, account, code.code_hash, keeper)
        fresh.append(Fresh(account.username, account.name, code.written))
    return fresh


def _places(session: Session, areas: Areas, wish: Wish) -> tuple[tuple[str, int], ...] | RowFault:
    role = next((r for r in Role if r.value == wish.role), None)
    if role in _OF_NATION:
        return () if not wish.places else RowFault(wish.line, "places", "no_place")
    if not wish.places:
        return RowFault(wish.line, "places", "place_missing")
    find = _constituency if role in _OF_CONSTITUENCY else _centre
    found = {code: find(session, areas, code) for code in wish.places}
    missing = [code for code, place in found.items() if place is None]
    if missing:
        return RowFault(wish.line, "places", "place_unknown", missing[0][:40])
    return tuple(place for place in found.values() if place is not None)


def _centre(session: Session, areas: Areas, code: str) -> tuple[str, int] | None:
    """Return a centre whose units all lie in the areas."""
    found = session.exec(select(TallyCentre.id).where(TallyCentre.code == code)).first()
    units = select(ReportingUnit.id).where(ReportingUnit.centre_id == found)
    outside = session.exec(units.where(~areas.holds()).limit(1)).first()
    inside = session.exec(units.where(areas.holds()).limit(1)).first()
    is_theirs = areas.is_nation or found in areas.centres or inside is not None
    if found is None or outside is not None or not is_theirs:
        return None
    return "centre_id", found


def _constituency(session: Session, areas: Areas, code: str) -> tuple[str, int] | None:
    found = session.exec(select(Constituency).where(col(Constituency.code) == code)).first()
    if found is None or not areas.hold_constituency(found.id or 0, found.province_id):
        return None
    return "constituency_id", found.id or 0
