"""Where votes are counted: provinces down to reporting units."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.states.constituency import ConstituencyState
from models.states.unit import UnitState
from models.tables.columns import closed, one_of
from models.values.ballots import AreaKind, Stream, UnitKind


class Province(SQLModel, table=True):
    """A province (จังหวัด)."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=8)
    name_th: str = Field(unique=True)
    name_en: str


class Constituency(SQLModel, table=True):
    """A constituency (เขตเลือกตั้ง); `expected_units` is fixed when publication opens."""

    __table_args__ = (
        UniqueConstraint("province_id", "number"),
        one_of("state", ConstituencyState),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("expected_units >= 0", name="expected_not_negative"),
        CheckConstraint("on_roll >= 0", name="roll_not_negative"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=12)
    province_id: int = Field(foreign_key="province.id", index=True)
    number: int
    on_roll: int
    """Voters on the roll of the whole constituency."""
    expected_units: int
    """Polling units expected to report; counting sets are not among them."""
    zone_th: str = ""
    state: ConstituencyState = closed(ConstituencyState, ConstituencyState.CLOSED)
    state_reason: str | None = None
    next_sequence: int = 1
    """The sequence number that the next unit to become complete takes."""


class Amphoe(SQLModel, table=True):
    """An amphoe or khet (อำเภอ/เขต); it may lie in several constituencies."""

    __table_args__ = (UniqueConstraint("province_id", "name_th"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=12)
    province_id: int = Field(foreign_key="province.id", index=True)
    name_th: str
    name_en: str


class Area(SQLModel, table=True):
    """A numbering area: within it a polling unit's number counts (ตำบล แขวง เทศบาล)."""

    __table_args__ = (
        UniqueConstraint("amphoe_id", "kind", "name_th"),
        UniqueConstraint("id", "amphoe_id"),
        one_of("kind", AreaKind),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=16)
    amphoe_id: int = Field(foreign_key="amphoe.id", index=True)
    kind: AreaKind = closed(AreaKind)
    name_th: str
    name_en: str


class TallyCentre(SQLModel, table=True):
    """A tally centre (ศูนย์รวมคะแนน), usually of an amphoe; advance sets have their own."""

    __tablename__ = "tally_centre"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=16)
    province_id: int = Field(foreign_key="province.id", index=True)
    amphoe_id: int | None = Field(default=None, foreign_key="amphoe.id", index=True)
    name_th: str
    name_en: str
    phone: str = ""


class ReportingUnit(SQLModel, table=True):
    """A polling unit (หน่วยเลือกตั้ง) or an advance counting set (ชุดที่)."""

    __tablename__ = "reporting_unit"
    __table_args__ = (
        UniqueConstraint("constituency_id", "amphoe_id", "area_id", "stream", "number"),
        ForeignKeyConstraint(["area_id", "amphoe_id"], ["area.id", "area.amphoe_id"]),
        # NULLs are never equal, so the unique key above does not hold for counting sets.
        Index(
            "uq_reporting_unit_set",
            "constituency_id",
            "stream",
            "number",
            unique=True,
            sqlite_where=text("kind = 'counting_set'"),
            postgresql_where=text("kind = 'counting_set'"),
        ),
        one_of("kind", UnitKind),
        one_of("stream", Stream),
        one_of("state", UnitState),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("on_roll IS NULL OR on_roll >= 0", name="roll_not_negative"),
        CheckConstraint(
            "(kind = 'polling_unit') = (area_id IS NOT NULL AND amphoe_id IS NOT NULL)",
            name="polling_unit_has_area",
        ),
        CheckConstraint(
            "(kind = 'polling_unit') = (stream = 'election_day')", name="stream_fits_kind"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=32)
    kind: UnitKind = closed(UnitKind)
    stream: Stream = closed(Stream)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    centre_id: int = Field(foreign_key="tally_centre.id", index=True)
    amphoe_id: int | None = Field(default=None, foreign_key="amphoe.id", index=True)
    area_id: int | None = Field(default=None, index=True)
    number: int
    moo: int | None = None
    place_th: str = ""
    on_roll: int | None = None
    """Voters on the unit's roll; None for a counting set."""
    state: UnitState = closed(UnitState, UnitState.NOTHING, index=True)
    state_reason: str | None = None
    is_ready: bool = False
    """A practice photo came through (พร้อม)."""
