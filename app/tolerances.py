"""Tolerances of the rules at the command line: what is in force, what it was, and a new one."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from rich.table import Table

from models.checks.thresholds import Thresholds
from models.database import Database
from models.errors import NotFound
from models.store import election
from models.store.limits import LimitRefused, changes, set_limit
from models.store.people import person_named
from models.tables.people import Role


def set_one(database: Database, name: str, value: float | None, by: str, reason: str) -> str:
    """Set a tolerance in an operator's name; returns what is wrong, or nothing."""
    if value is None or not reason or not by:
        return "ต้องมีค่าใหม่ --by และ --reason · a new number, --by and --reason are needed"
    with database.writing() as session:
        person = person_named(session, by)
        if person is None or person.role is not Role.OPERATOR:
            return f"ไม่มีผู้ดูแลระบบชื่อนี้ · no operator has this name: {by}"
        try:
            set_limit(session, name, value, (person, reason), datetime.now(UTC))
        except NotFound:
            return f"ไม่มีเกณฑ์ชื่อนี้ · there is no such tolerance: {name}"
        except LimitRefused:
            return f"ค่านี้ใช้กับเกณฑ์นี้ไม่ได้ · this tolerance cannot be that: {name} {value:g}"
    return ""


def tables_of(database: Database) -> Iterator[Table]:
    """Yield what is in force beside what the rules came with, then every change."""
    with database.reading() as session:
        now, made = asdict(election.thresholds(session)), changes(session)
    force = Table("เกณฑ์ · tolerance", "ใช้อยู่ · in force", "ตั้งต้น · default")
    for name, default in asdict(Thresholds()).items():
        mark = "" if now[name] == default else " *"
        force.add_row(name, f"{now[name]:g}{mark}", f"{default:g}")
    yield force
    heads = ("เมื่อ · when", "เกณฑ์ · tolerance", "จาก · from", "เป็น · to", "โดย · by", "เหตุผล · why")
    history = Table(*heads)
    for c in made:
        history.add_row(
            f"{c.at:%Y-%m-%d %H:%M} UTC", c.name, f"{c.before:g}", f"{c.after:g}", c.by, c.reason
        )
    if made:
        yield history
