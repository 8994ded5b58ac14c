"""Opening accounts: their places looked up, one-time codes drawn, all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from models.store import accounts
from models.store.accounts import Keeper, NewAccount
from models.store.people import Areas
from models.tables.geography import Constituency, Province, ReportingUnit, TallyCentre
from models.tables.people import Role
from models.values.codes import draw_code, tidy_code, written_code
from pages.passwords import hash_password
from review.account_shapes import GRANTS, RowFault, Wish, faults_of
from review.desk import Desk

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
    places = []
    for code in wish.places:
        found = _named(session, areas, code, _KINDS.get(role, tuple(_FINDERS)))
        if len(found) != 1:
            phrase = "place_ambiguous" if found else "place_unknown"
            return RowFault(wish.line, "places", phrase, code[:40])
        places += found
    return tuple(places)


def _named(
    session: Session, areas: Areas, code: str, kinds: Sequence[str]
) -> list[tuple[str, int]]:
    """Return what a code may mean: `90` or, where two kinds have the code, `province:90`."""
    kind, colon, bare = code.partition(":")
    if not colon:
        kind, bare = "", code
    tried = [k for k in kinds if kind in {"", k}]
    found = ((k, _FINDERS[k](session, areas, bare)) for k in tried)
    return [(f"{k}_id", id_) for k, id_ in found if id_ is not None]


def _centre(session: Session, areas: Areas, code: str) -> int | None:
    """Return a centre whose units all lie in the areas."""
    found = session.exec(select(TallyCentre.id).where(TallyCentre.code == code)).first()
    units = select(ReportingUnit.id).where(ReportingUnit.centre_id == found)
    outside = session.exec(units.where(~areas.holds()).limit(1)).first()
    inside = session.exec(units.where(areas.holds()).limit(1)).first()
    is_theirs = areas.is_nation or found in areas.centres or inside is not None
    return found if outside is None and is_theirs else None


def _constituency(session: Session, areas: Areas, code: str) -> int | None:
    found = session.exec(select(Constituency).where(col(Constituency.code) == code)).first()
    if found is None or not areas.hold_constituency(found.id or 0, found.province_id):
        return None
    return found.id


def _province(session: Session, areas: Areas, code: str) -> int | None:
    found = session.exec(select(Province.id).where(Province.code == code)).first()
    return found if areas.is_nation or found in areas.provinces else None


_FINDERS: Final[Mapping[str, Callable[[Session, Areas, str], int | None]]] = {
    "centre": _centre,
    "constituency": _constituency,
    "province": _province,
}
_KINDS: Final[Mapping[Role | None, tuple[str, ...]]] = {
    Role.CLERK: ("constituency", "province"),
    Role.PROVINCE: ("province",),
}
"""Kinds of area that a role works in; the others may have a part of any size."""
