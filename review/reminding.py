"""One tap reminds the units of which nothing came, by chat."""

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.store import reminders
from models.store.reminders import Reminded
from models.tables.geography import ReportingUnit, TallyCentre
from pages.doors import see_other
from pages.wiring import database_of
from review.desk import DOOR, Desk, Granting
from review.moving import unit_of_code
from review.posting import Form, PostedForm

router = APIRouter(route_class=DOOR.route_class())

_MOST_DIGITS: Final = 6
_BACK: Final = {"phone": "/review/phone", "board": "/review/operations"}


@router.post("/review/reminders")
def remind(request: Request, desk: Granting, form: PostedForm) -> Response:
    """Remind one unit, or all that are missing at a centre, and say what it came to.

    Before the close of poll nobody owes anything, and nothing is sent.
    """
    with database_of(request).writing() as session:
        which = _which(session, desk, form)
        if not reminders.is_time(session, desk.at):
            return see_other(_back(form))
        units = reminders.missing(session, desk.looker.areas.holds(), which)
        came_to = reminders.remind(session, units, desk.person.key, desk.at)
    return see_other(f"{_back(form)}?{_as_query(came_to)}")


def reminded_in(request: Request) -> Reminded | None:
    """Return what the tap before this page came to, as its address says."""
    found = [request.query_params.get(name, "") for name in ("told", "unbound", "lately")]
    if not all(n.isascii() and n.isdigit() and len(n) <= _MOST_DIGITS for n in found):
        return None
    return Reminded(*map(int, found))


def _which(session: Session, desk: Desk, form: Form) -> ColumnElement[bool]:
    """Return the condition on the units that a form names.

    Raises:
        NotFound: there is no such unit or centre in the person's areas.
    """
    if code := form.get("centre", ""):
        centre = session.exec(
            select(ReportingUnit.centre_id)
            .join(TallyCentre, col(TallyCentre.id) == col(ReportingUnit.centre_id))
            .where(desk.looker.areas.holds(), TallyCentre.code == code)
        ).first()
        if centre is None:
            raise NotFound("centre")
        return col(ReportingUnit.centre_id) == centre
    unit = unit_of_code(session, form.get("unit", ""), desk.looker.areas)
    return col(ReportingUnit.id) == unit.id


def _back(form: Form) -> str:
    return _BACK.get(form.get("from", ""), _BACK["board"])


def _as_query(came_to: Reminded) -> str:
    return f"told={came_to.told}&unbound={came_to.unbound}&lately={came_to.lately}"
