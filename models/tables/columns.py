"""Column types that keep Python values whole on both engines."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = SQLModel.metadata
# Set before any table is declared: names of constraints are made when a table is.
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite alone would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Closed(TypeDecorator[StrEnum]):
    """A member of a closed list, stored as its word."""

    impl = String(40)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        """Take the list whose members the column holds."""
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Store the word; a word outside the list is refused here already."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the member back."""
        return None if value is None else self.members(value)


def utc(*, nullable: bool = False, index: bool = False) -> Any:
    """Declare a time column."""
    column: Column[Any] = Column(UtcDateTime(), nullable=nullable, index=index)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def closed(
    members: type[StrEnum],
    default: StrEnum | None = None,
    *,
    nullable: bool = False,
    index: bool = False,
) -> Any:
    """Declare a column that holds a member of a closed list."""
    column: Column[Any] = Column(Closed(members), nullable=nullable, index=index)
    if default is not None or nullable:
        return Field(default=default, sa_column=column)
    return Field(sa_column=column)


def one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    """Return the CHECK that keeps `column` inside its closed list."""
    words = ", ".join(f"'{m.value}'" for m in members)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_in_list")
