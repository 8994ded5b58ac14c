"""The demo's sign-ins and enrolment codes, kept in a file for the page `/demo`."""

import csv
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from sqlmodel import col, select

from app.election.demo import PASSWORD, demo_folder
from models.database import Database
from models.store.cases import place_of
from models.store.enrolment import issue_code
from models.tables.geography import ReportingUnit
from models.values.ballots import UnitKind

_CODES: Final = 12
_LASTING: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A demo person who signs in at /review."""

    username: str
    name: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class UnitCode:
    """An enrolment code of a demo unit, for /send."""

    unit: str
    place: str
    code: str


@dataclass(frozen=True, slots=True)
class DemoSheet:
    """What a visitor of the demo needs to get in."""

    password: str
    people: tuple[SignIn, ...]
    codes: tuple[UnitCode, ...]

    def write(self, file: Path) -> None:
        """Keep it for the page and the next start; nobody else on the machine may read it."""
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what `write` kept."""
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            data["password"],
            tuple(SignIn(**p) for p in data["people"]),
            tuple(UnitCode(**c) for c in data["codes"]),
        )


def demo_people() -> tuple[SignIn, ...]:
    """Return the demo's people, each once, in the order of their file."""
    places: dict[str, list[str]] = {}
    rows = {row["username"]: row for row in _rows("people")}
    for row in _rows("people"):
        places.setdefault(row["username"], []).append(_place(row))
    return tuple(
        SignIn(name, row["name"], row["role"], _joined(places[name])) for name, row in rows.items()
    )


def _joined(places: list[str]) -> str:
    """Return the first area, and how many more there are."""
    return f"{places[0]} +{len(places) - 1}" if len(places) > 1 else places[0]


def _place(row: dict[str, str]) -> str:
    """Return the name of the area in a row of people.csv; the nation has none."""
    centres = {r["code"]: r["name_th"] for r in _rows("centres")}
    provinces = {r["code"]: r["name_th"] for r in _rows("provinces")}
    zones = {
        r["code"]: f"เขต {r['number']} {provinces[r['province']]}" for r in _rows("constituencies")
    }
    known = {**centres, **provinces, **zones}
    area = row["centre"] or row["constituency"] or row["province"] or row["unit"]
    return known.get(area, area)


def _rows(name: str) -> list[dict[str, str]]:
    with (demo_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_demo_sheet(database: Database, secret: bytes, at: datetime) -> DemoSheet:
    """Issue fresh codes for the first polling units and return all sign-ins."""
    with database.writing() as session:
        units = session.exec(
            select(ReportingUnit)
            .where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
            .order_by(col(ReportingUnit.id))
            .limit(_CODES)
        ).all()
        codes = []
        for unit in units:
            place = place_of(session, unit.id or 0)
            area = place.area.name_th if place.area else ""
            amphoe = place.amphoe.name_th if place.amphoe else ""
            code = issue_code(session, unit.id or 0, secret, at=at, expires_at=at + _LASTING)
            codes.append(UnitCode(unit.code, f"หน่วย {unit.number} {area} {amphoe}", code))
    return DemoSheet(PASSWORD, demo_people(), tuple(codes))
