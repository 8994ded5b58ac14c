"""Who may do what, and where."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc


class Role(StrEnum):
    """What a person does (DESIGN section 2)."""

    COMMITTEE = "committee"
    """กปน."""
    DESK = "desk"
    """Centre desk or courier."""
    REVIEWER = "reviewer"
    """เจ้าหน้าที่ตรวจสอบคะแนน."""
    SUPERVISOR = "supervisor"
    """หัวหน้าศูนย์รวมคะแนน."""
    CLERK = "clerk"
    """เจ้าหน้าที่เขต."""
    PROVINCE = "province"
    """สำนักงานจังหวัด."""
    OPERATOR = "operator"
    """ผู้ดูแลระบบระดับประเทศ."""
    AUDITOR = "auditor"
    """ผู้ตรวจสอบ: reads everything, changes nothing."""


class Person(SQLModel, table=True):
    """A person known to the system. `key` is random and is all that the audit log holds.

    Identity stands in this row alone; `models.store.forgetting` empties it.
    """

    __table_args__ = (one_of("role", Role),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=32)
    role: Role = closed(Role)
    name: str
    username: str | None = Field(default=None, unique=True)
    password_hash: str | None = None
    code_until: datetime | None = utc(nullable=True)
    """Where set, the hash is of a one-time code, good until then; its owner chooses a password."""
    is_active: bool = True
    locale: str = Field(default="th", max_length=2)
    created_at: datetime = utc()


class TextKey(SQLModel, table=True):
    """The key of a person's typed words in the audit log; destroyed, they are forgotten."""

    __tablename__ = "text_key"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    key: str = Field(max_length=44)


class PersonArea(SQLModel, table=True):
    """One area that a person works in; a row without any area is the whole nation."""

    __tablename__ = "person_area"
    __table_args__ = (
        UniqueConstraint("person_id", "unit_id", "centre_id", "constituency_id", "province_id"),
        CheckConstraint(
            "CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN centre_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN constituency_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN province_id IS NULL THEN 0 ELSE 1 END <= 1",
            name="one_kind_of_area",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="reporting_unit.id")
    centre_id: int | None = Field(default=None, foreign_key="tally_centre.id")
    constituency_id: int | None = Field(default=None, foreign_key="constituency.id")
    province_id: int | None = Field(default=None, foreign_key="province.id")


class EnrolmentCode(SQLModel, table=True):
    """A single-use code that binds a person to a unit or a desk; stored as HMAC only."""

    __tablename__ = "enrolment_code"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN centre_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN constituency_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_post",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int | None = Field(default=None, foreign_key="reporting_unit.id", index=True)
    centre_id: int | None = Field(default=None, foreign_key="tally_centre.id", index=True)
    """For a desk or courier: any unit of the centre."""
    constituency_id: int | None = Field(default=None, foreign_key="constituency.id", index=True)
    """For a constituency's desk: its counting sets."""
    code_hmac: str = Field(unique=True, max_length=64)
    created_at: datetime = utc()
    expires_at: datetime = utc()
    used_at: datetime | None = utc(nullable=True)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = utc(nullable=True)


class SecondFactor(SQLModel, table=True):
    """The phone that a person signs in with besides the password (รหัสยืนยันครั้งที่สอง)."""

    __tablename__ = "second_factor"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sealed_secret: str
    """Encrypted under the installation's secret key; a copy of the record alone opens nothing."""
    recovery: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """HMACs of the recovery codes that are still good."""
    last_step: int = 0
    """The newest half-minute whose code was used; no code works twice."""
    created_at: datetime = utc()
    confirmed_at: datetime | None = utc(nullable=True)
    """None until the phone has shown a right code: before that it protects nothing."""


class OutsideName(SQLModel, table=True):
    """The name under which a provider of sign-ins (OIDC) knows a person (ชื่อผู้ใช้ภายนอก)."""

    __tablename__ = "outside_name"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    name: str = Field(unique=True, max_length=255)
    """The provider's subject or an e-mail address, as somebody above the person wrote it."""
    subject: str | None = Field(default=None, unique=True, max_length=255)
    """The subject that first signed in under the name; from then on no other one can."""
    named_at: datetime = utc()


class WebSession(SQLModel, table=True):
    """A signed-in browser; the cookie holds the token, the table only its hash."""

    __tablename__ = "web_session"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime = utc()
    seen_at: datetime = utc()
    expires_at: datetime = utc()
