"""What the public files call things: the election, its places and what stands on the ballots."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from models.store.rows import saved
from models.tables.election import Candidate, Election, ElectionBallot, Party
from models.tables.geography import Amphoe, Area, Constituency, Province, TallyCentre
from models.values.ballots import Ballot
from models.values.fields import row_key


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be voted for: a candidate, or a party on the list."""

    number: int
    name_th: str
    name_en: str
    party: str
    """The candidate's party, or the party's abbreviation."""
    colour: str
    is_struck_off: bool = False
    party_en: str = ""

    @property
    def key(self) -> str:
        """The field key of its votes."""
        return row_key(self.number)

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "key": self.key,
            "number": self.number,
            "name": {"th": self.name_th, "en": self.name_en or self.name_th},
            "party": self.party,
            "party_en": self.party_en or self.party,
            "colour": self.colour,
            "struck_off": self.is_struck_off,
        }


@dataclass(frozen=True)
class Places:
    """Provinces, amphoe, areas and centres by id."""

    provinces: dict[int, Province]
    amphoe: dict[int, Amphoe]
    areas: dict[int, Area]
    centres: dict[int, TallyCentre]


@dataclass(frozen=True)
class Register:
    """Every name that the public files need; small against the counts, so it is read whole."""

    election: Election
    ballots: tuple[ElectionBallot, ...]
    places: Places
    constituencies: tuple[Constituency, ...]
    parties: tuple[Choice, ...]
    candidates: dict[int, tuple[Choice, ...]]
    struck_off: frozenset[int | None] = frozenset()
    """Ids of the candidates whose votes no longer count."""
    made: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """The JSON form of the candidates of a constituency, once it was asked for."""

    @property
    def provinces(self) -> dict[int, Province]:
        """Provinces by id."""
        return self.places.provinces

    @property
    def amphoe(self) -> dict[int, Amphoe]:
        """Amphoe by id."""
        return self.places.amphoe

    @property
    def areas(self) -> dict[int, Area]:
        """Numbering areas by id."""
        return self.places.areas

    @property
    def centres(self) -> dict[int, TallyCentre]:
        """Tally centres by id."""
        return self.places.centres

    def choices(self, constituency_id: int, ballot: Ballot) -> tuple[Choice, ...]:
        """Return what stands on a ballot of a constituency, in ballot order."""
        if ballot is Ballot.PARTY_LIST:
            return self.parties
        if ballot is Ballot.CONSTITUENCY:
            return self.candidates.get(constituency_id, ())
        return ()

    def choices_data(self, constituency_id: int, ballot: Ballot) -> list[dict[str, Any]]:
        """Return the same in the JSON form."""
        if ballot is Ballot.PARTY_LIST:
            return self.parties_data
        if ballot is not Ballot.CONSTITUENCY:
            return []
        if constituency_id not in self.made:
            own = self.candidates.get(constituency_id, ())
            self.made[constituency_id] = [choice.to_data() for choice in own]
        return self.made[constituency_id]

    @cached_property
    def parties_data(self) -> list[dict[str, Any]]:
        """The list ballot in the JSON form, made once for all constituencies."""
        return [choice.to_data() for choice in self.parties]


def read_register(session: Session, before: Register | None = None) -> Register:
    """Read the names from the record, constituencies in order of province and number.

    Places do not change once an election is loaded, and of candidates only who is struck off: they
    are taken over from `before`.
    """
    election = session.exec(select(Election)).one()
    parties = session.exec(select(Party).order_by(col(Party.number))).all()
    wanted = select(Constituency).order_by(col(Constituency.province_id), col(Constituency.number))
    is_same = before is not None and before.election.loaded_at == election.loaded_at
    places = before.places if before and is_same else _read_places(session)
    struck_off = frozenset(session.exec(select(Candidate.id).where(col(Candidate.is_struck_off))))
    if before and is_same and before.struck_off == struck_off:
        candidates, made = before.candidates, before.made
    else:
        candidates, made = _candidates(session, {saved(p.id): p for p in parties}), {}
    return Register(
        election=election,
        ballots=tuple(session.exec(select(ElectionBallot).order_by(col(ElectionBallot.id)))),
        places=places,
        constituencies=tuple(session.exec(wanted)),
        parties=tuple(
            Choice(p.number, p.name_th, p.name_en, p.abbreviation, p.colour) for p in parties
        ),
        candidates=candidates,
        struck_off=struck_off,
        made=made,
    )


def _read_places(session: Session) -> Places:
    return Places(
        provinces={
            saved(p.id): p for p in session.exec(select(Province).order_by(col(Province.id)))
        },
        amphoe={saved(a.id): a for a in session.exec(select(Amphoe))},
        areas={saved(a.id): a for a in session.exec(select(Area))},
        centres={saved(c.id): c for c in session.exec(select(TallyCentre))},
    )


def named(place: Province | Amphoe | Area | TallyCentre) -> dict[str, str]:
    """Return code and names of a place in the JSON form."""
    return {"code": place.code, "th": place.name_th, "en": place.name_en or place.name_th}


def _candidates(session: Session, parties: dict[int, Party]) -> dict[int, tuple[Choice, ...]]:
    lists: dict[int, list[Choice]] = defaultdict(list)
    c = Candidate
    wanted = select(c.constituency_id, c.number, c.name_th, c.is_struck_off, c.party_id)  # type: ignore[call-overload]
    for constituency_id, number, name, is_struck_off, party_id in session.connection().execute(
        wanted.order_by(col(c.number))
    ):
        party = parties.get(party_id or 0)
        lists[constituency_id].append(
            Choice(
                number,
                name,
                "",
                party.name_th if party else "",
                party.colour if party else "#777777",
                is_struck_off,
                party.name_en if party else "",
            )
        )
    return {constituency_id: tuple(choices) for constituency_id, choices in lists.items()}
