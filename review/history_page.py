"""The whole way of a sheet on one page: from its photos to its public numbers."""

from typing import Final

from fastapi import APIRouter, Request, Response

from models.store.cases import case_of
from models.store.claims import sheet_in
from models.store.histories import history_of
from models.store.releases import counts_of
from pages.errors import NotAllowed
from pages.labels import field_label
from pages.wiring import database_of
from review.audit_page import READ
from review.desk import DOOR, IMAGES, Watching
from review.fields import Sight, field_views
from review.history import is_withheld, lines, people_who_counted

router = APIRouter(route_class=DOOR.route_class())

_HASH_SHOWN: Final = 16
"""Hexadecimal digits of a photo's hash: enough to find it among the published ones."""


@router.get("/review/sheets/{sheet_id}/history")
def show_history(request: Request, desk: Watching, sheet_id: int) -> Response:
    """Show what happened to a sheet and what each witness said about each of its numbers."""
    if not desk.leads:  # reviewers see a sheet, not who said what about it
        raise NotAllowed(request.url.path)
    with database_of(request).reading() as session:
        sheet = sheet_in(session, sheet_id, desk.looker.areas)
        case, history = case_of(session, sheet_id), history_of(session, sheet)
        withheld = is_withheld(case, desk.looker.role)
        people = () if withheld else people_who_counted(case)
        confirmed = counts_of(session, sheet)
        language = desk.visitor.language
        views = field_views(case, Sight(language, IMAGES))
        return DOOR.page(
            request,
            "history.html",
            desk=desk,
            case=case,
            history=history,
            withheld=withheld,
            people=people,
            lines=lines(case, views, people, confirmed, history.public),
            has_confirmed=bool(confirmed),
            field_name=lambda key: field_label(case.form, key, language),
            may_read_log=desk.looker.role in READ,
            images=IMAGES,
            hash_shown=_HASH_SHOWN,
        )
