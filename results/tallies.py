"""Rows with votes, shares and bars, as the pages show them."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from results.manifest import over_streams
from results.seats import Seats, party_list_seats


@dataclass(frozen=True, slots=True)
class Row:
    """One choice with its votes; `width` is its bar in percent of the longest."""

    key: str
    number: int
    name: Mapping[str, str]
    party: Mapping[str, str]
    colour: str
    is_struck_off: bool
    votes: int
    share: float | None
    width: float


def ranked(choices: Iterable[Mapping[str, Any]], sums: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the choices by votes, the most first; equal ones stay in ballot order."""
    listed = sorted(choices, key=lambda c: (-sums.get(c["key"], 0), c["number"]))
    longest = max((sums.get(c["key"], 0) for c in listed), default=0)
    good = sums.get("good", 0)
    return tuple(_row(choice, sums.get(choice["key"], 0), good, longest) for choice in listed)


def _row(choice: Mapping[str, Any], votes: int, good: int, longest: int) -> Row:
    return Row(
        key=choice["key"],
        number=choice["number"],
        name=choice["name"],
        # Constituencies that were written before parties had an English name keep the Thai one.
        party={"th": choice["party"], "en": choice.get("party_en", choice["party"])},
        colour=choice["colour"],
        is_struck_off=choice["struck_off"],
        votes=votes,
        share=votes / good if good else None,
        width=round(100 * votes / longest, 2) if longest else 0,
    )


def national_sums(manifests: Sequence[Mapping[str, Any]], ballot: str) -> dict[str, int]:
    """Return the sums of one ballot over all constituencies."""
    sums: Counter[str] = Counter()
    for manifest in manifests:
        sums.update(over_streams(manifest, ballot))
    return dict(sums)


def national_parties(manifests: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Return the parties of the list ballot by votes over all constituencies."""
    lists = [m["choices"].get("party_list", []) for m in manifests]
    choices: list[dict[str, Any]] = next((listed for listed in lists if listed), [])
    return ranked(choices, national_sums(manifests, "party_list"))


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party's line of the seat table; nothing in it is won yet."""

    row: Row
    leads: int
    list_seats: int
    draws_lots: bool
    has_last_seat: bool = False
    """One of its list seats came by remainder: those change first."""

    @property
    def total(self) -> int:
        """Constituencies led and computed list seats together."""
        return self.leads + self.list_seats


def party_lines(
    manifests: Sequence[Mapping[str, Any]], seats: int
) -> tuple[tuple[PartyLine, ...], Seats]:
    """Return every party that leads somewhere or would have list seats, the largest first."""
    rows = national_parties(manifests)
    given = party_list_seats({row.number: row.votes for row in rows}, seats)
    leads = leads_by_party(manifests)
    rows = (*rows, *_without_list(manifests, {row.name["th"] for row in rows}))
    lines = [
        PartyLine(
            row,
            leads[row.name["th"]],
            given.by_party.get(row.number, 0),
            row.number in given.drawing_lots,
            row.number in given.last,
        )
        for row in rows
    ]
    shown = [line for line in lines if line.total or line.draws_lots]
    return tuple(sorted(shown, key=lambda ln: (-ln.total, -ln.row.votes))), given


def _without_list(manifests: Iterable[Mapping[str, Any]], listed: Container[str]) -> list[Row]:
    """Return parties that lead somewhere and have no list: else the leads did not add up."""
    found = (leader for m in manifests if (leader := leading_party(m)) is not None)
    others = {leader["party"]: leader for leader in found if leader["party"] not in listed}
    return [
        Row(
            key=f"party:{name}",
            number=0,
            name={"th": name, "en": leader.get("party_en", name)},
            party={"th": "", "en": ""},
            colour=leader["colour"],
            is_struck_off=False,
            votes=0,
            share=None,
            width=0,
        )
        for name, leader in others.items()
    ]


def leads_by_party(manifests: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Return in how many constituencies each party, by its Thai name, is ahead."""
    leading = (leading_party(m) for m in manifests)
    return Counter(leader["party"] for leader in leading if leader is not None)


def leading_party(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the choice of the ballot that leads, with its party and colour, or None."""
    leader = manifest["standing"]["leader"]
    listed = manifest["choices"].get("constituency", [])
    return next((c for c in listed if c["key"] == leader), None)
