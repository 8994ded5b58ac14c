"""What a count form is made of, as values: counts, sums, table, signature lines, print.

All positions are shares of the page: x of its width, y of its height, from the top left corner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.values.ballots import Ballot, Stream
from models.values.fields import TOTAL

ROWS: Final = "rows"
"""Term of an identity: the sum of the votes of all rows."""

HEADER_NAMES: Final = (
    "province",
    "constituency",
    "amphoe",
    "area",
    "moo",
    "unit",
    "set",
    "copy",
    "place",
)
"""What the head of a sheet says about where it comes from."""

DATE_NAMES: Final = ("day", "month", "year")
"""Handwritten parts of a date; they address nothing and are never checked."""

PUBLIC_REGIONS: Final = ("counts", "table")
"""Regions of a page that may be published; everything else stays white."""


class Numbering(StrEnum):
    """Which digits the print uses for row numbers."""

    THAI = "thai"
    ARABIC = "arabic"


class Holds(StrEnum):
    """What a column of the score table holds."""

    NUMBER = "number"
    NAME = "name"
    PARTY = "party"
    VOTES = "votes"


class Align(StrEnum):
    """Where a printed line stands relative to its x."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class CountLine:
    """A count in the head (จำนวน): its name, its printed number and what stands around it."""

    name: str
    number: str
    label_th: str
    label_en: str
    page: int
    unit_word: str
    has_words: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that must hold: the terms on both sides, under the code of its rule.

    A term is a count's name, `total` or `rows`. Where `exact` is False the paper may lawfully
    differ (a voter who left with the ballot), so that the sum is a hint and no constraint.
    """

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    exact: bool = True

    def holds(self, values: Mapping[str, int]) -> bool:
        """Tell whether both sides are equal; `values` gives every term, `rows` included."""
        return sum(values[t] for t in self.left) == sum(values[t] for t in self.right)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A part of the head that says where the sheet comes from."""

    name: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the score table; `share` is its share of the table's width."""

    text: str
    share: float
    holds: Holds


@dataclass(frozen=True, slots=True)
class TablePage:
    """The part of the score table on one page.

    `first` and `last` are positions in the printed list, from 1; `first` None goes on where the
    page before ended, `last` None takes as many as `fits`. `top` to `bottom` is the room.
    """

    page: int
    first: int | None
    last: int | None
    fits: int
    top: float
    bottom: float
    row_height: float


@dataclass(frozen=True, slots=True)
class PageRows:
    """Which printed row numbers stand on a page, and whether the total follows them."""

    page: int
    numbers: tuple[int, ...]
    has_total: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The score table: its columns, its pages and how its rows are numbered.

    `printed_rows` rows are always there, numbered from 1 though nobody stands in them; with 0 only
    the ballot list is printed. `names_printed` is False where names are filled in by hand.
    """

    left: float
    right: float
    header_height: float
    columns: tuple[Column, ...]
    pages: tuple[TablePage, ...]
    numbering: Numbering
    printed_rows: int
    names_printed: bool
    votes_leader: bool
    total_label: str
    shaded_head: bool = False

    def column(self, holds: Holds) -> int | None:
        """Return the index of the column that holds something, or None where there is none."""
        for index, column in enumerate(self.columns):
            if column.holds is holds:
                return index
        return None

    def span(self, index: int) -> tuple[float, float]:
        """Return the left and right edge of a column as shares of the page's width."""
        width = self.right - self.left
        before = sum(c.share for c in self.columns[:index])
        return (
            self.left + width * before,
            self.left + width * (before + self.columns[index].share),
        )


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Where the committee signs: one chair in the middle, the members in two columns."""

    page: int
    top: float
    pitch: float
    chair: int
    members: int
    chair_label: str
    member_label: str

    @property
    def expected(self) -> int:
        """How many lines want a signature."""
        return self.chair + self.members


@dataclass(frozen=True, slots=True)
class ReasonLines:
    """Dotted lines for the reason why voters who came differ from ballots used."""

    page: int
    lines: int
    top: float
    pitch: float
    label: str


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print. In `text`, `{name:w}` is a dotted leader and `{>x}` moves on to x.

    A leader of width w (share of the page's width) takes what is written under `name`: a count, a
    header name, a part of the date; `{name.words:w}` takes the same count in words.
    """

    page: int
    x: float
    y: float
    text: str
    align: Align
    bold: bool
    size: float


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A framed short text such as the form's code, on each of `pages`."""

    pages: tuple[int, ...]
    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Form:
    """A count form: everything that reader, rules, drawer and pages must know of it."""

    id: str
    code: str
    variant: str
    code_printed: str
    ballot: Ballot
    stream: Stream
    title: str
    pages: int
    counts: tuple[CountLine, ...]
    identities: tuple[Identity, ...]
    header: tuple[HeaderLine, ...]
    table: Table
    signatures: SignatureBlock
    reason: ReasonLines | None
    public: Mapping[int, tuple[str, ...]]
    printed: tuple[PrintedLine, ...]
    boxes: tuple[PrintedBox, ...]
    emblem: tuple[float, float, float, float]

    def count(self, name: str) -> CountLine | None:
        """Return the head line of a count, or None where this form does not ask for it."""
        return next((c for c in self.counts if c.name == name), None)

    def printed_numbers(self, numbers: Sequence[int] | None = None) -> tuple[int, ...]:
        """Return the row numbers that are printed for a ballot list, which may have gaps.

        A form with rows of its own prints them all; more candidates than that add rows.
        """
        own = self.table.printed_rows
        if not own:
            return tuple(sorted(numbers or ()))
        return tuple(range(1, max((own, *(numbers or ()))) + 1))

    def rows_on_pages(self, printed: Sequence[int]) -> tuple[PageRows, ...]:
        """Return which of the printed rows stand on which page; the total follows the last."""
        rest = list(printed)
        done = 0
        parts: list[PageRows] = []
        for place in self.table.pages:
            take = place.fits if place.last is None else place.last - done
            if place is self.table.pages[-1]:
                take = len(rest)
            here, rest = tuple(rest[:take]), rest[take:]
            done += len(here)
            if here:
                parts.append(PageRows(place.page, here, has_total=not rest))
        return tuple(parts)

    def field_keys(self) -> tuple[str, ...]:
        """Return the keys of the head counts and the total, in printed order."""
        return (*(c.name for c in self.counts), TOTAL)
