"""Rules of the election's own at the command line: how often each fires, and new ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from rich.table import Table
from sqlmodel import Session, col, select

from models.checks import local
from models.checks.local_rules import LocalRule
from models.checks.thresholds import Thresholds
from models.database import Database
from models.states.sheet import SheetState
from models.store import election
from models.store.case_facts import facts_of_case
from models.store.cases import case_of
from models.store.people import person_named
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.people import Role
from models.tables.sheets import Sheet

_TRIED: Final = 2_000
"""So many sheets are tried, the newest: what they say of a rule does not change with more."""


def set_rules(database: Database, rules: Sequence[LocalRule], by: str, reason: str) -> str:
    """Set the rules in an operator's name; returns what is wrong, or nothing."""
    with database.writing() as session:
        person = person_named(session, by)
        if person is None or person.role is not Role.OPERATOR or not reason:
            return f"ต้องมีชื่อผู้ดูแลระบบและเหตุผล · an operator's name and a reason are needed: {by}"
        election.set_own_rules(session, rules, (person, reason), datetime.now(UTC))
    return ""


def table_of(database: Database, rules: Sequence[LocalRule] | None = None) -> Table:
    """Return rules, those in force where none are given, each tried on the confirmed sheets."""
    with database.reading() as session:
        shown = election.own_rules(session) if rules is None else tuple(rules)
        tried, fired = _tried(session, shown)
    heads = ("กฎ · rule", "น้ำหนัก · weight", "บัตร · ballot", "ต้องเป็น · must hold",
             "เตือน · fires", "ข้อความ · sentence")  # fmt: skip
    table = Table(*heads, caption=f"ลองกับ {tried:,} แผ่นที่ยืนยันแล้ว · tried on confirmed sheets")
    for rule in shown:
        table.add_row(
            rule.code, rule.severity.value, rule.ballot.value if rule.ballot else "–",
            rule.must.written, f"{fired[rule.code]:,}", f"{rule.sentence.th} · {rule.sentence.en}",
        )  # fmt: skip
    return table


def _tried(session: Session, rules: tuple[LocalRule, ...]) -> tuple[int, Counter[str]]:
    newest = select(Sheet).where(Sheet.state == SheetState.CONFIRMED).order_by(col(Sheet.id).desc())
    fired: Counter[str] = Counter()
    sheets = session.exec(newest.limit(_TRIED if rules else 0)).all()
    for sheet in sheets:
        facts = facts_of_case(case_of(session, saved(sheet.id)), counts_of(session, sheet))
        broken = local.breaches(replace(facts, local_rules=rules), Thresholds())
        fired.update({breach.code for breach in broken})
    return len(sheets), fired
