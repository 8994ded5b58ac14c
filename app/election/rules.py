"""The rules that an election's office wrote, out of rules.csv."""

from collections.abc import Iterator
from pathlib import Path

from app.election.errors import Fault, FolderRefused
from app.election.folder import Folder, Row, line_of, read_file
from app.election.shapes import RULES
from models.checks.local_rules import MOST, LocalRule, RuleRefused
from models.values.findings import Message


def rules_in(folder: Folder) -> list[LocalRule]:
    """Return the rules of a folder; its faults must have been looked for before.

    Raises:
        RuleRefused: the file has faults.
    """
    return [_rule(row) for row in folder.rows(RULES)]


def rule_faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with rules.csv."""
    seen: set[object] = set()
    for row in folder.rows(RULES):
        try:
            _rule(row)
        except RuleRefused as refusal:
            yield Fault(RULES.file, line_of(row), refusal.column, refusal.reason)
        if row["code"] in seen:
            reason = Message(f"รหัส {row['code']} ซ้ำ", f"the code {row['code']} stands twice")
            yield Fault(RULES.file, line_of(row), "code", reason)
        seen.add(row["code"])
    if len(seen) > MOST:
        reason = Message(f"มีได้ไม่เกิน {MOST} ข้อ", f"no more than {MOST} rules")
        yield Fault(RULES.file, None, None, reason)


def read_rules(file: Path) -> list[LocalRule]:
    """Return the rules of a file of that shape, whatever its name.

    Raises:
        FolderRefused: something is wrong with it.
        OSError: it cannot be opened.
    """
    rows, faults = read_file(RULES, file.read_bytes())
    folder = Folder({RULES.file: rows}, tuple(faults), "")
    found = [*faults, *rule_faults(folder)]
    if found:
        raise FolderRefused(tuple(found))
    return rules_in(folder)


def _rule(row: Row) -> LocalRule:
    return LocalRule.from_data(row)
