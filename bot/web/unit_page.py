"""A unit's page: six boxes, the one thing to do now, and the words under each photo."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from bot.conversation.events import Told
from bot.conversation.state import State
from bot.progress import Step, progress_of
from bot.unit_facts import standing_facts
from bot.web.senders import DOOR, IMAGES, SENDERS, Sender, Sending, home_of, sending
from bot.web.shell import SCRIPTS
from bot.web.talking import answered_word, stages_of, tell
from intake.receipts import tidy_receipt
from models.store.cases import case_of, place_of
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.values.evidence import EvidenceKind
from models.values.notices import NoticeKind
from pages.crops import crop_of
from pages.keying import number_typed
from pages.labels import field_label
from pages.visitors import AnyVisitor
from pages.wiring import database_of

router = APIRouter(route_class=DOOR.route_class())


@router.get("/send")
def home(request: Request, visitor: AnyVisitor, unit: str = "", code: str = "") -> Response:
    """Ask for the code, or for the unit where a desk serves many, or show the unit's page."""
    if visitor.person is None or visitor.person.role not in SENDERS:
        return DOOR.page(request, "code.html", problem=(), code=code)
    sender = sending(request)
    with database_of(request).reading() as session:
        units = sender.units(session)
        if not unit and len(units) != 1:
            places = [place_of(session, saved(u.id)) for u in units]
            return DOOR.page(request, "units.html", sender=sender, places=places, home_of=home_of)
        return _page(request, session, sender, sender.unit(session, unit), "unit.html")


@router.get("/send/status")
def status(request: Request, sender: Sending, unit: str = "") -> Response:
    """Return the part of a unit's page that changes by itself."""
    with database_of(request).reading() as session:
        return _page(request, session, sender, sender.unit(session, unit), "_status.html")


def _page(
    request: Request, session: Session, sender: Sender, unit: ReportingUnit, template: str
) -> Response:
    progress = progress_of(session, unit)
    place, language = place_of(session, saved(unit.id)), sender.visitor.language
    facts = standing_facts(session, place, progress, language, sender.at)
    asked = request.query_params
    return DOOR.page(
        request,
        template,
        sender=sender,
        unit=unit,
        place=place,
        progress=progress,
        stages=stages_of(facts, language),
        told=tell(facts, Told(NoticeKind.RETURNED, unit_id=facts.id), State(language)),
        answered=answered_word(request),
        is_before=facts.is_before,
        return_crops=_crops(session, sender, progress.in_hand.id, progress.returned.params)
        if progress.step is Step.RETURNED and progress.in_hand and progress.returned
        else [],
        new=frozenset(asked.get("new", "").split(",")),
        known=tidy_receipt(asked.get("known", "")),
        empty="empty" in asked,
        often="often" in asked,
        left=number_typed(asked.get("left", "")),
        scripts=SCRIPTS,
        evidence_kinds=tuple(EvidenceKind),
    )


def _crops(
    session: Session, sender: Sender, sheet_id: int | None, params: dict[str, object]
) -> list[tuple[str, object]]:
    """Return name and crop of the fields that a return is about."""
    case = case_of(session, saved(sheet_id))
    fields = params.get("fields", [])
    keys = [str(k) for k in fields] if isinstance(fields, list) else []
    language = sender.visitor.language
    return [(field_label(case.form, k, language), crop_of(case, k, IMAGES)) for k in keys]
