"""The auditor's page: the whole log, whether its chain is whole, and a file to take away."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from models.store import audit
from models.store.audit_reading import count, every, page
from models.store.sealing import unsealed
from models.tables.audit import AuditEntry
from models.tables.people import Role
from pages.errors import NotAllowed
from pages.languages import Language
from pages.wiring import database_of
from results.exports import safe
from review.acts import Said, sought
from review.changes_said import Change, changes
from review.desk import DOOR, Desk, Watching

router = APIRouter(route_class=DOOR.route_class())

READ: Final = frozenset({Role.AUDITOR, Role.OPERATOR})
_COLUMNS: Final = (
    "id",
    "at",
    "actor",
    "action",
    "subject",
    "before",
    "after",
    "previous_sha256",
    "sha256",
)
_LONGEST: Final = 120

Words = Annotated[str, Query(max_length=_LONGEST)]


@router.get("/review/audit")
def audit_log(
    request: Request, desk: Watching, q: Words = "", before: int | None = None
) -> Response:
    """Show the newest entries, or those before one."""
    _may(request, desk)
    with database_of(request).reading() as session:
        entries = page(session, sought(q, before))
        context: dict[str, Any] = {
            "entries": [(e, _changes(session, e, desk.visitor.language)) for e in entries],
            "said": Said(desk.visitor.language),
            "broken": audit.first_broken(session) if before is None else None,
            "checked": before is None,
            "head": audit.head(session),
            "count": count(session),
            "q": q,
            "older": entries[-1].id if len(entries) > 1 else None,
        }
        return DOOR.page(request, "audit.html", desk=desk, **context)


@router.get("/review/audit.csv")
def audit_file(request: Request, desk: Watching, q: Words = "") -> Response:
    """Give every entry found as CSV, with the hashes that make the chain.

    Typed words stay sealed in it: the hashes are over what stands in the log.
    """
    _may(request, desk)
    database = database_of(request)

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line(_COLUMNS)
        with database.reading() as session:
            for entry in every(session, sought(q)):
                yield _line([_cell(entry, name) for name in _COLUMNS])

    kept = {"content-disposition": 'attachment; filename="audit.csv"', "cache-control": "no-store"}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=kept)


def _may(request: Request, desk: Desk) -> None:
    if desk.person.role not in READ:
        raise NotAllowed(request.url.path)


def _changes(session: Session, entry: AuditEntry, language: Language) -> list[Change]:
    before, after = (unsealed(session, side or {}) for side in (entry.before, entry.after))
    return changes(before, after, language)


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _cell(entry: AuditEntry, name: str) -> str:
    value = getattr(entry, name)
    if name in {"before", "after"}:
        return "" if value is None else safe(_plain(value))
    return value.isoformat() if name == "at" else safe(str(value))


def _line(cells: "list[str] | tuple[str, ...]") -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
