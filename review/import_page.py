"""Counts from a CSV file: uploaded, looked at line by line, and taken once somebody confirms."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Request, Response, UploadFile
from sqlmodel import Session

from models.errors import StaleEdit
from models.store import audit, reminders
from models.store.cases import place_of
from models.store.claims import CLEARERS
from models.store.owed import owed_in
from pages.errors import NotAllowed
from pages.names import unit_name
from pages.wiring import database_of
from review.count_file import COLUMNS, MOST_BYTES, MOST_ROWS, ROW_COLUMN, lines_in, template_of
from review.desk import DOOR, Deciding, Desk, Watching
from review.errors import FileRefused
from review.importing import Row, Standing, rows_of, take
from review.posting import Form, PostedForm, hand_of

router = APIRouter(route_class=DOOR.route_class())

_HASH_SHOWN: Final = 12
_TICK: Final = "take:"


@router.get("/review/counts")
def show(request: Request, desk: Watching) -> Response:
    """Ask for a file, and say what its columns are."""
    _may(request, desk)
    return _ask(request, desk)


@router.get("/review/counts/template.csv")
def template(request: Request, desk: Watching) -> Response:
    """Hand out a file to fill in, with the sheets of the person's areas of which nothing came."""
    _may(request, desk)
    with database_of(request).reading() as session:
        data = template_of(owed_in(session, desk.looker.areas, MOST_ROWS))
    named = {
        "Content-Disposition": 'attachment; filename="counts.csv"',
        "Cache-Control": "no-store",
    }
    return Response(data, media_type="text/csv; charset=utf-8", headers=named)


@router.post("/review/counts/file")
def look_over(request: Request, desk: Deciding, file: UploadFile) -> Response:
    """Show every line of a file with what is wrong in it; nothing is taken yet."""
    _may(request, desk)
    data = file.file.read(MOST_BYTES + 1)
    try:
        lines = lines_in(data)
        with database_of(request).reading() as session:
            _polls_are_closed(session, desk)
            rows = rows_of(session, desk.looker.areas, lines)
            carried = base64.urlsafe_b64encode(data).decode("ascii")
            return _draw(request, session, desk, rows, carried=carried)
    except FileRefused as refused:
        return _ask(request, desk, refused)


@router.post("/review/counts/confirm")
def confirm(request: Request, desk: Deciding, form: PostedForm) -> Response:
    """Take the lines that are right, and those of which somebody says that the paper says so."""
    _may(request, desk)
    try:
        data = base64.urlsafe_b64decode(form.get("file", ""))
        lines = lines_in(data)
        with database_of(request).reading() as session:
            _polls_are_closed(session, desk)
            rows = rows_of(session, desk.looker.areas, lines)
    except ValueError:  # not what our page carried
        return _ask(request, desk, FileRefused("file_empty"))
    except FileRefused as refused:
        return _ask(request, desk, refused)
    taken = _take_all(request, desk, form, rows, hashlib.sha256(data).hexdigest())
    with database_of(request).reading() as session:
        left = [line for line in lines if line.number not in taken]
        rows = rows_of(session, desk.looker.areas, left)
        return _draw(request, session, desk, rows, taken=len(taken))


def _take_all(
    request: Request, desk: Desk, form: Form, rows: Sequence[Row], sha256: str
) -> frozenset[int]:
    """Take line after line, each whole in a transaction of its own: nobody waits for a file."""
    hand, taken = hand_of(desk, form), set()
    for row in rows:
        if not _is_wanted(row, form):
            continue
        try:
            with database_of(request).writing() as session:
                take(session, row, sha256[:_HASH_SHOWN], hand, desk.at)
        except StaleEdit:
            continue  # it came in the meantime; the file sent once more says so
        taken.add(row.line.number)
    after = {"sha256": sha256, "lines": len(rows), "taken": sorted(taken)}
    with database_of(request).writing() as session:
        audit.append(
            session, at=desk.at, actor=desk.person.key, action="counts imported",
            subject=f"person:{desk.looker.person_id}", after=after,
        )  # fmt: skip
    return frozenset(taken)


def _is_wanted(row: Row, form: Form) -> bool:
    is_ticked = f"{_TICK}{row.line.number}" in form
    return row.standing is Standing.READY or (row.standing is Standing.DOUBTFUL and is_ticked)


def _may(request: Request, desk: Desk) -> None:
    if desk.looker.role not in CLEARERS:
        raise NotAllowed(request.url.path)


def _polls_are_closed(session: Session, desk: Desk) -> None:
    if not reminders.is_time(session, desk.at):
        raise FileRefused("file_early")


def _ask(request: Request, desk: Desk, refused: FileRefused | None = None) -> Response:
    return DOOR.page(
        request, "counts_file.html", 422 if refused else 200, desk=desk, refused=refused,
        columns=(*COLUMNS[:-1], ROW_COLUMN, COLUMNS[-1]), most_rows=MOST_ROWS,
    )  # fmt: skip


def _draw(  # noqa: PLR0913 - the page before, with the file, and after, with what was taken
    request: Request,
    session: Session,
    desk: Desk,
    rows: Sequence[Row],
    *,
    carried: str = "",
    taken: int | None = None,
) -> Response:
    return DOOR.page(
        request, "counts_lines.html", desk=desk, rows=rows, carried=carried, taken=taken,
        names=_names(session, desk, rows), tally=_tally(rows),
    )  # fmt: skip


def _names(session: Session, desk: Desk, rows: Sequence[Row]) -> Mapping[int, str]:
    ids = {row.unit_id for row in rows if row.unit_id}
    return {i: unit_name(place_of(session, i), desk.visitor.language) for i in ids}


def _tally(rows: Sequence[Row]) -> Mapping[str, int]:
    return {s.value: sum(row.standing is s for row in rows) for s in Standing}
