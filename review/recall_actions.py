"""The keys of a recall: ask, grant, refuse, look again without a new photo, or with a late one."""

from fastapi import APIRouter, Request, Response

from models.store import late_photos, objections, recalls
from models.store.cases import case_of
from models.store.claims import CLEARERS, sheet_in
from models.tables.late_photos import LateAnswer
from models.tables.recalls import ASKED_BY_PEOPLE
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.wiring import database_of
from review.desk import DOOR, Deciding
from review.errors import NotComplete
from review.posting import PostedForm, asker_of, go, hand_of, words_in
from review.recalling import grant, reopen
from review.sheet_page import Attempt, draw

router = APIRouter(route_class=DOOR.route_class())

_ASKABLE = {reason.value: reason for reason in ASKED_BY_PEOPLE}


@router.post("/review/sheets/{sheet_id}/recall")
def ask(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Ask for a confirmed sheet to be looked at again."""
    with database_of(request).writing() as session:
        sheet = sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        reason = _ASKABLE.get(form.get("reason", ""))
        if reason is None:
            again = Attempt(problem="no_reason")
            return draw(request, session, desk, case_of(session, sheet_id), again)
        recalls.ask(session, sheet, asker_of(desk), reason, words_in(form).strip())
    return go(request, f"/review/sheets/{sheet_id}")


@router.post("/review/recalls/{recall_id}/{answer}")
def answer_recall(
    request: Request, desk: Deciding, form: PostedForm, recall_id: int, answer: str
) -> Response:
    """Grant or refuse a recall as the second person."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("recall")
    with database_of(request).writing() as session:
        asked, sheet = recalls.request_in(session, recall_id, desk.looker.areas)
        if answer == "grant":
            grant(session, asked, sheet, hand_of(desk, form), desk.at)
        else:
            recalls.answer(session, asked, asker_of(desk), is_granted=False)
            objections.recall_refused(session, recall_id, asker_of(desk))
        sheet_id = asked.sheet_id
    return go(request, f"/review/sheets/{sheet_id}")


@router.post("/review/sheets/{sheet_id}/late")
def answer_late_photo(
    request: Request, desk: Deciding, form: PostedForm, sheet_id: int
) -> Response:
    """Say what a photo is that came once its sheet was confirmed."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("late photo")
    word = next((w for w in LateAnswer if w.value == form.get("answer")), None)
    newest = form.get("newest", "")
    with database_of(request).writing() as session:
        sheet = sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        if word is None or not (newest.isascii() and newest.isdigit()):
            again = Attempt(problem="no_reason")
            return draw(request, session, desk, case_of(session, sheet_id), again)
        late_photos.answer(session, sheet, asker_of(desk), word, int(newest))
    return go(request, f"/review/sheets/{sheet_id}")


@router.get("/review/recalls/{_recall_id}/{_answer}")
def show_again(_recall_id: int, _answer: str) -> Response:
    """Send somebody who reloads what was not taken back to the queue."""
    return see_other("/review")


@router.post("/review/sheets/{sheet_id}/reopen")
def reopen_recalled(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Give a recalled sheet to the reviewers though no new photo came."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("reopen")
    with database_of(request).writing() as session:
        sheet = sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        try:
            reopen(session, sheet, hand_of(desk, form), words_in(form), desk.at)
        except NotComplete:
            again = Attempt(problem="no_reason")
            return draw(request, session, desk, case_of(session, sheet_id), again)
    return go(request, f"/review/sheets/{sheet_id}")
