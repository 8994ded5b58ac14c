"""The page `/demo`: sign-ins, codes and the rehearsal; only where a demo election runs."""

import subprocess
import sys
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, func, select

from app.demo.sign_ins import DemoSheet
from app.opening import Ground
from app.rehearse.progress import last_progress, progress_folder
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from pages.doors import Door, see_other
from pages.visitors import PostedVisitor

_door = Door("app", "/demo")
router = APIRouter(route_class=_door.route_class(), include_in_schema=False)


@router.get("/demo")
def demo(request: Request) -> HTMLResponse:
    """Show what a visitor of the demo needs."""
    ground: Ground = request.app.state.ground
    with ground.database.reading() as session:
        night = _night(session)
    return _door.page(
        request,
        "demo.html",
        sheet=DemoSheet.read(ground.settings.demo_file),
        come=last_progress(progress_folder(ground)),
        is_running=_is_running(request),
        night=night,
    )


@router.post("/demo/rehearse")
def rehearse(
    request: Request, _visitor: PostedVisitor, units: Annotated[int, Form(ge=1, le=100)] = 3
) -> RedirectResponse:
    """Start a rehearsal in a process of its own, unless one is running."""
    ground: Ground = request.app.state.ground
    if not _is_running(request):
        command = [sys.executable, "-m", "app.cli", "rehearse", "--units", str(units)]
        request.app.state.rehearsal = subprocess.Popen(  # noqa: S603 - our own command
            command,
            env=ground.settings.as_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return see_other("/demo")


def end_rehearsal(app: FastAPI) -> None:
    """End the rehearsal that the button started, when the web process leaves."""
    process: subprocess.Popen[bytes] | None = getattr(app.state, "rehearsal", None)
    if process is not None:
        process.terminate()
        process.wait()


def _is_running(request: Request) -> bool:
    process: subprocess.Popen[bytes] | None = getattr(request.app.state, "rehearsal", None)
    return process is not None and process.poll() is None


def _night(session: Session) -> list[tuple[str, int]]:
    """Return how the night stands: phrase and number."""
    photos = dict(session.exec(select(Photo.state, func.count()).group_by(col(Photo.state))).all())
    sheets = dict(session.exec(select(Sheet.state, func.count()).group_by(col(Sheet.state))).all())
    return [
        ("demo.photos", sum(photos.values())),
        ("demo.photos_waiting", photos.get(PhotoState.QUEUED, 0)),
        ("demo.sheets_review", sheets.get(SheetState.IN_REVIEW, 0)),
        ("demo.sheets_confirmed", sheets.get(SheetState.CONFIRMED, 0)),
    ]
