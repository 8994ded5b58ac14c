"""A result card as data: one constituency, its first candidates, how much is counted, and when.

Made of a published manifest alone. "Unofficial" stands on every card, and nobody has won.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from models.states.constituency import ConstituencyState
from models.values.ballots import Stream
from pages.formats import moment, number
from pages.languages import Language, one_side
from pages.phrases import say
from results.manifest import over_streams
from results.tallies import Row, ranked

_ROWS: Final = 3
_GREY: Final = "#7a7f87"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One candidate: ballot number, name, party, colour, votes, and the bar in percent."""

    number: str
    name: str
    party: str
    colour: str
    votes: str
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a card, in one language, ready to be set."""

    title: str
    status: str
    """Unofficial, and what else has to be said before any number."""
    counted: str
    share: float
    """Counted polling units of those expected, 0..1."""
    rows: tuple[CardRow, ...]
    no_vote: str
    note: str
    """Whether the leader can still change; empty where that is not the question."""
    as_of: str

    def to_data(self) -> dict[str, Any]:
        """Return the card as JSON."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Card":
        """Return the card of its JSON."""
        return cls(**{**data, "rows": tuple(CardRow(**row) for row in data["rows"])})


def card_of(pointer: Mapping[str, Any], manifest: Mapping[str, Any], language: Language) -> Card:
    """Return the card of a constituency in a snapshot."""
    sums = over_streams(manifest, "constituency")
    rows = ranked(manifest["choices"].get("constituency", []), sums) if sums else ()
    day = Stream.ELECTION_DAY.value
    counted, expected = manifest["counted"], manifest["expected"]
    day_counted, day_expected = counted.get(day, 0), expected.get(day, 0)
    no_vote = number(sums["no_vote"]) if "no_vote" in sums else ""
    can_change = day_counted and manifest["standing"]["can_change"]
    return Card(
        title=title_of(manifest, language),
        status=" · ".join([*status_of(pointer, language), *held_words(manifest, language)]),
        counted=counted_words(counted, expected, language),
        share=day_counted / day_expected if day_expected else 0.0,
        rows=tuple(_row(row, language) for row in rows[:_ROWS]),
        no_vote=say("chat.public_no_vote", language, votes=no_vote) if no_vote else "",
        note=say("board.leader_open", language) if can_change else "",
        as_of=as_of(pointer, language),
    )


def title_of(manifest: Mapping[str, Any], language: Language) -> str:
    """Return a constituency's name, e.g. `เขต 3 เชียงใหม่`."""
    province = manifest["province"][language.value]
    return say("common.constituency_of", language, number=manifest["number"], province=province)


def as_of(pointer: Mapping[str, Any], language: Language) -> str:
    """Return of which time and which snapshot a card is (R609)."""
    published = datetime.fromisoformat(pointer["published_at"])
    time = say("chat.public_as_of", language, time=moment(published, language))
    return f"{time} · {say('chat.public_snapshot', language, number=pointer['sequence'])}"


def counted_words(
    counted: Mapping[str, int], expected: Mapping[str, int], language: Language
) -> str:
    """Return how many polling units and sets of each stream a sum holds, of how many (R605)."""
    day = Stream.ELECTION_DAY.value
    held, of = number(counted.get(day, 0)), number(expected.get(day, 0))
    words = [say("board.counted_of", language, counted=held, expected=of)]
    for stream in Stream:
        if stream != day and stream in expected:
            held, of = number(counted.get(stream, 0)), number(expected[stream])
            sets = say("board.count_of", language, counted=held, expected=of)
            named = say(f"common.stream_{stream.value}", language)
            words.append(f"{named} {sets} {say('board.sets_unit', language)}")
    return " · ".join(words)


def held_words(manifest: Mapping[str, Any], language: Language) -> list[str]:
    """Return why a constituency's figures stand still, if they do, and of which snapshot they are.

    The operator's reason stands in the languages in which it was given.
    """
    if manifest["stopped"]:
        kept = say("board.figures_of", language, number=manifest["snapshot"])
        return [f"{say('chat.public_stopped', language)} {kept}"]
    if manifest["state"] == ConstituencyState.PAUSED:
        reason = one_side(manifest["reason"] or "–", language)
        return [say("chat.public_paused", language, reason=reason)]
    return []


def status_of(pointer: Mapping[str, Any], language: Language) -> list[str]:
    """Return what has to be said before any number of a snapshot."""
    words = [say("common.unofficial", language)]
    if pointer["rehearsal"]:
        words.append(say("common.rehearsal", language))
    if pointer["status"] == "paused":
        reason = pointer["reason"] or {}
        words.append(say("board.paused", language, reason=reason.get(language.value, "–")))
    return words


def _row(row: Row, language: Language) -> CardRow:
    return CardRow(
        number=say("common.ballot_number", language, number=row.number),
        name=row.name[language.value],
        party=row.party[language.value],
        colour=row.colour or _GREY,
        votes=number(row.votes),
        width=row.width,
    )
