"""The keys of a recheck on an account's page: ask, grant, refuse."""

from fastapi import APIRouter, Request, Response

from models.store import rechecks
from pages.doors import see_other
from pages.wiring import database_of
from review.accounts_page import granted, show
from review.desk import DOOR, Granting
from review.posting import PostedForm, asker_of, hand_of, words_in
from review.rechecking import grant

router = APIRouter(route_class=DOOR.route_class())


@router.post("/review/accounts/{person_id}/recheck")
def ask(request: Request, desk: Granting, form: PostedForm, person_id: int) -> Response:
    """Ask for all that an account decided to be looked at again, with a reason."""
    words = words_in(form).strip()
    with database_of(request).writing() as session:
        account = granted(session, desk, person_id)
        if not words:
            return show(request, session, desk, account, problem="no_reason")
        rechecks.ask(session, account.person, asker_of(desk), words)
    return see_other(f"/review/accounts/{person_id}")


@router.post("/review/rechecks/{recheck_id}/{answer}")
def answer_recheck(
    request: Request, desk: Granting, form: PostedForm, recheck_id: int, answer: str
) -> Response:
    """Grant or refuse a recheck as the second person."""
    with database_of(request).writing() as session:
        asked = rechecks.recheck_of_id(session, recheck_id)
        granted(session, desk, asked.account_id)
        if answer == "grant":
            grant(session, asked, hand_of(desk, form), desk.at)
        else:
            rechecks.answer(session, asked, asker_of(desk), is_granted=False)
        account_id = asked.account_id
    return see_other(f"/review/accounts/{account_id}")
