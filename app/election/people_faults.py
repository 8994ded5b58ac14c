"""What may be wrong with the people of a folder."""

from collections.abc import Iterator

from app.election.errors import Fault
from app.election.folder import Folder, Row, line_of
from app.election.shapes import PEOPLE
from models.tables.people import Role
from models.values.findings import Message

AREA_COLUMNS = ("province", "constituency", "centre", "unit")
_NATIONAL = {Role.OPERATOR, Role.AUDITOR}


def people_faults(folder: Folder) -> Iterator[Fault]:
    """Yield people with two areas in a line, without any, or with two faces."""
    first: dict[str, Row] = {}
    for row in folder.rows(PEOPLE):
        fault = _person_fault(row, first.setdefault(str(row["username"]), row))
        if fault is not None:
            yield Fault(PEOPLE.file, line_of(row), *fault)


def _person_fault(row: Row, first: Row) -> tuple[str, Message] | None:
    areas = [name for name in AREA_COLUMNS if row[name] is not None]
    if str(row["username"]) != str(row["username"]).lower():
        return "username", Message("ต้องเป็นตัวพิมพ์เล็ก", "must be in lower case")
    if len(areas) > 1:
        return areas[1], Message("หนึ่งบรรทัดมีได้พื้นที่เดียว", "a line names one area only")
    if not areas and row["role"] not in _NATIONAL:
        return "role", Message(
            "เฉพาะ operator และ auditor ที่ไม่ต้องระบุพื้นที่",
            "only operators and auditors work without an area",
        )
    for name in ("name", "role", "password"):
        if row[name] != first[name]:
            return name, Message(
                f"ต่างจากบรรทัด {line_of(first)} ของคนเดียวกัน",
                f"unlike line {line_of(first)} of the same person",
            )
    return None
