"""The files of an election's folder: their columns, keys and references. See the docs page."""

from dataclasses import dataclass, field
from typing import Final

from app.election import cells
from app.election.cells import Parse
from models.tables.people import Role
from models.values.ballots import AreaKind, Ballot, Stream, UnitKind
from models.values.findings import Severity


@dataclass(frozen=True, slots=True)
class Column:
    """A column. A blank cell is refused unless `may_be_blank`; the header may lack an optional one.

    `refers` names the file whose first column must hold the same code.
    """

    name: str
    parse: Parse
    meaning: str
    may_be_blank: bool = False
    is_optional: bool = False
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A file: its columns, and the sets of columns that no two lines may share."""

    file: str
    meaning: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = field(default=())
    is_optional: bool = False


def _code(name: str, longest: int, meaning: str) -> Column:
    return Column(name, cells.code(longest), meaning)


def _of(name: str, file: str, meaning: str, *, blank: bool = False) -> Column:
    return Column(name, cells.text, meaning, may_be_blank=blank, refers=file)


def _names(what: str) -> tuple[Column, Column]:
    return (
        Column("name_th", cells.text, f"{what} in Thai"),
        Column("name_en", cells.text, f"{what} in English"),
    )


ELECTION: Final = Shape(
    "election.csv",
    "The election itself, one key and value a line.",
    (
        Column("key", cells.text, "code, name_th, name_en, voting_date, …"),
        Column("value", cells.text, "its value"),
    ),
    keys=(("key",),),
)
BALLOTS: Final = Shape(
    "ballots.csv",
    "The ballots of this election.",
    (
        Column("ballot", cells.word(Ballot), "constituency, party_list or referendum"),
        *_names("name"),
        Column("seats", cells.whole(1), "seats that it fills", may_be_blank=True),
    ),
    keys=(("ballot",),),
)
SHEETS: Final = Shape(
    "sheets.csv",
    "Which form reports a ballot of a stream; a line with a province goes before one without.",
    (
        Column("stream", cells.word(Stream), "how the votes came in"),
        Column("ballot", cells.word(Ballot), "one of ballots.csv"),
        Column("form_code", cells.text, "a form of models/forms, e.g. ส.ส. 5/18"),
        Column("form_variant", cells.text, "its variant, e.g. bangkok", may_be_blank=True),
        Column(
            "province",
            cells.text,
            "only there",
            may_be_blank=True,
            is_optional=True,
            refers="provinces.csv",
        ),
    ),
    keys=(("stream", "ballot", "province"),),
)
PROVINCES: Final = Shape(
    "provinces.csv",
    "Provinces.",
    (_code("code", 8, "short code"), *_names("name")),
    keys=(("code",), ("name_th",)),
)
CONSTITUENCIES: Final = Shape(
    "constituencies.csv",
    "Constituencies.",
    (
        _code("code", 12, "e.g. BKK_1"),
        _of("province", PROVINCES.file, "its province"),
        Column("number", cells.whole(1), "its number in the province"),
        Column("on_roll", cells.whole(0), "registered voters"),
        Column(
            "expected_units",
            cells.whole(0),
            "polling units expected to report; blank takes those of units.csv",
            may_be_blank=True,
        ),
        Column("zone_th", cells.text, "what it covers, in Thai", may_be_blank=True),
    ),
    keys=(("code",), ("province", "number")),
)
AMPHOE: Final = Shape(
    "amphoe.csv",
    "Amphoe and khet; one may lie in several constituencies.",
    (
        _code("code", 12, "its code"),
        _of("province", PROVINCES.file, "its province"),
        *_names("name, without อำเภอ"),
    ),
    keys=(("code",), ("province", "name_th")),
)
AREAS: Final = Shape(
    "areas.csv",
    "Numbering areas, within which the number of a polling unit counts.",
    (
        _code("code", 16, "its code"),
        _of("amphoe", AMPHOE.file, "its amphoe"),
        Column("kind", cells.word(AreaKind), "tambon, khwaeng or municipality"),
        *_names("full name as on paper, e.g. ตำบลบางแก้วฟ้า"),
    ),
    keys=(("code",), ("amphoe", "kind", "name_th")),
)
CENTRES: Final = Shape(
    "centres.csv",
    "Tally centres; one that counts advance votes has no amphoe.",
    (
        _code("code", 16, "its code"),
        _of("province", PROVINCES.file, "its province"),
        _of("amphoe", AMPHOE.file, "its amphoe", blank=True),
        *_names("name"),
        Column("phone", cells.text, "telephone", may_be_blank=True),
    ),
    keys=(("code",),),
)
UNITS: Final = Shape(
    "units.csv",
    "Reporting units: polling units, and counting sets of advance votes.",
    (
        _code("code", 32, "its code"),
        Column("kind", cells.word(UnitKind), "polling_unit or counting_set"),
        Column("stream", cells.word(Stream), "election_day for polling units"),
        _of("constituency", CONSTITUENCIES.file, "its constituency"),
        _of("centre", CENTRES.file, "its tally centre"),
        _of("amphoe", AMPHOE.file, "its amphoe; blank for a counting set", blank=True),
        _of("area", AREAS.file, "its numbering area; blank for a counting set", blank=True),
        Column("number", cells.whole(1), "its number in the area, or of the set"),
        Column("moo", cells.whole(0), "หมู่ที่", may_be_blank=True),
        Column("place_th", cells.text, "where it votes or counts", may_be_blank=True),
        Column(
            "on_roll", cells.whole(0), "voters on its roll; blank if unknown", may_be_blank=True
        ),
        Column(
            "ballots",
            cells.text,
            "its ballots with | between; blank takes all of the stream",
            may_be_blank=True,
            is_optional=True,
        ),
    ),
    keys=(("code",), ("constituency", "amphoe", "area", "stream", "number")),
)
PARTIES: Final = Shape(
    "parties.csv",
    "Parties with their numbers on the party-list ballot.",
    (
        Column("number", cells.whole(1), "party number"),
        Column("name_th", cells.text, "name in Thai, without พรรค"),
        Column("name_en", cells.text, "name in English", may_be_blank=True),
        Column("abbreviation", cells.text, "short name", may_be_blank=True),
        Column("colour", cells.colour, "#rrggbb", may_be_blank=True),
    ),
    keys=(("number",), ("name_th",)),
)
CANDIDATES: Final = Shape(
    "candidates.csv",
    "Candidates; numbers may have gaps.",
    (
        _of("constituency", CONSTITUENCIES.file, "where they stand"),
        Column("number", cells.whole(1), "ballot number"),
        Column("name_th", cells.text, "name with title"),
        _of("party", PARTIES.file, "party number; blank for none", blank=True),
        Column("is_struck_off", cells.flag, "1: ถูกถอนชื่อ; the number is not printed any more"),
    ),
    keys=(("constituency", "number"),),
)
PEOPLE: Final = Shape(
    "people.csv",
    "People who sign in, one line for each area; a line without an area is the whole nation.",
    (
        _code("username", 40, "sign-in name, lower case"),
        Column("name", cells.text, "name"),
        Column("role", cells.word(Role), "what they do"),
        _of("province", PROVINCES.file, "works in this province", blank=True),
        _of("constituency", CONSTITUENCIES.file, "or this constituency", blank=True),
        _of("centre", CENTRES.file, "or this centre", blank=True),
        _of("unit", UNITS.file, "or this unit", blank=True),
        Column("password", cells.text, "first password; blank: cannot sign in", may_be_blank=True),
    ),
    keys=(("username", "province", "constituency", "centre", "unit"),),
    is_optional=True,
)
RULES: Final = Shape(
    "rules.csv",
    "Rules of this election's own, beside docs/checks.md, which says how a condition is written.",
    (
        _code("code", 4, "L1 to L999"),
        Column("severity", cells.word(Severity), "E, W or I"),
        Column("ballot", cells.word(Ballot), "only on this ballot", may_be_blank=True),
        Column("must", cells.text, "what must hold, e.g. `invalid <= 0.2 * used`"),
        Column("sentence_th", cells.text, "what is said where it does not, in Thai"),
        Column("sentence_en", cells.text, "the same in English"),
        Column("tells_sender", cells.flag, "1: the committee hears it at the read-back"),
    ),
    keys=(("code",),),
    is_optional=True,
)

SHAPES: Final = (
    ELECTION,
    BALLOTS,
    PROVINCES,
    CONSTITUENCIES,
    AMPHOE,
    AREAS,
    CENTRES,
    UNITS,
    PARTIES,
    CANDIDATES,
    SHEETS,
    PEOPLE,
    RULES,
)
"""Every file that is read; others in the folder (counts.csv of the demo) are left alone."""
