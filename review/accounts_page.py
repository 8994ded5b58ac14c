"""People who sign in: a supervisor opens accounts, stops them, gives codes, reads their history."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response, UploadFile
from sqlmodel import Session

from models.errors import NotFound
from models.store import accounts, factors, outside, rechecks
from models.store.accounts import Account, Keeper
from models.store.disagreement import score_of
from models.store.rows import saved
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.wiring import database_of, fingerprint, secret_of
from review.account_opening import Fresh, checked, draw, open_all
from review.account_shapes import (
    GRANTS,
    MOST_BYTES,
    RowFault,
    Wish,
    wish_of,
    wishes_in,
)
from review.acts import Said
from review.desk import DOOR, Desk, Granting, Watching
from review.entrance import provider_of
from review.errors import FileRefused
from review.posting import PostedForm
from review.rechecking import recheck_view

router = APIRouter(route_class=DOOR.route_class())

SAID: Final = frozenset(
    {
        "sign in",
        "sign-in refused",
        "code refused",
        "second factor on",
        "second factor off",
        "recovery code used",
        "outside sign-in",
        "outside sign-in refused",
        "outside name set",
        "account opened",
        "account code",
        "account stopped",
        "account started",
        "password chosen",
        "recheck asked",
        "recheck granted",
        "recheck refused",
    }
)
"""Actions of the log that the history has words for."""


@router.get("/review/accounts")
def show_all(
    request: Request, desk: Watching, q: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """List the accounts of the person's areas."""
    with database_of(request).reading() as session:
        return _list(request, session, desk, words=q)


@router.post("/review/accounts")
def open_one(request: Request, desk: Granting, form: PostedForm) -> Response:
    """Open one account and show its one-time code this once."""
    return _open(request, desk, [wish_of(form)], form)


@router.post("/review/accounts/file")
def open_many(request: Request, desk: Granting, file: UploadFile) -> Response:
    """Open every account of a CSV file, or none and say what is wrong in which line."""
    try:
        wishes = wishes_in(file.file.read(MOST_BYTES + 1))
    except FileRefused as refused:
        with database_of(request).reading() as session:
            return _list(request, session, desk, file_problem=refused.phrase)
    return _open(request, desk, wishes, {})


@router.get("/review/accounts/{person_id}")
def show_one(request: Request, desk: Watching, person_id: int) -> Response:
    """Show an account: its sessions, its phone, and what happened to it."""
    with database_of(request).reading() as session:
        _may_watch(request, desk)
        account = accounts.account_in(session, desk.looker.areas, person_id)
        return show(request, session, desk, account)


@router.post("/review/accounts/{person_id}/{what}")
def change(request: Request, desk: Granting, person_id: int, what: str) -> Response:
    """Stop an account, start it again, or replace what was forgotten or lost by a code."""
    if what not in {"stop", "start", "code", "phone"}:
        raise NotFound(what)
    # Drawn before the record is held: hashing takes a while.
    drawn = draw() if what in {"code", "phone"} else None
    keeper = Keeper(desk.person.key, desk.at)
    with database_of(request).writing() as session:
        account = granted(session, desk, person_id)
        if drawn is None:
            (accounts.stop if what == "stop" else accounts.start_again)(
                session, account.person, keeper
            )
            return see_other(f"/review/accounts/{person_id}")
        give = accounts.take_phone_away if what == "phone" else accounts.give_code
        give(session, account.person, drawn.code_hash, keeper)
        fresh = Fresh(account.person.username or "", account.person.name, drawn.written)
        return DOOR.page(request, "account_codes.html", desk=desk, fresh=[fresh])


def _open(
    request: Request, desk: Desk, wishes: Sequence[Wish], typed: Mapping[str, str]
) -> Response:
    with database_of(request).reading() as session:
        new, faults = checked(session, desk, wishes)
        if faults:
            return _list(request, session, desk, faults=faults, typed=typed)
    drawn = [draw() for _ in new]
    with database_of(request).writing() as session:
        new, faults = checked(session, desk, wishes)
        if faults:
            return _list(request, session, desk, faults=faults, typed=typed)
        fresh = open_all(session, new, drawn, Keeper(desk.person.key, desk.at))
        return DOOR.page(request, "account_codes.html", 201, desk=desk, fresh=fresh)


def _may_watch(request: Request, desk: Desk) -> None:
    if not desk.leads:
        raise NotAllowed(request.url.path)


def granted(session: Session, desk: Desk, person_id: int) -> Account:
    """Return an account that the person may change: of their areas, and below them.

    Raises:
        NotFound: there is none, or it reaches beyond the areas.
        NotAllowed: it is an equal's, or their own.
    """
    account = accounts.account_in(session, desk.looker.areas, person_id)
    if account.person.role not in GRANTS[desk.person.role]:
        raise NotAllowed("account")
    return account


def _list(  # noqa: PLR0913 - what a refused form or file has to say
    request: Request,
    session: Session,
    desk: Desk,
    *,
    words: str = "",
    faults: Sequence[RowFault] = (),
    file_problem: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    _may_watch(request, desk)
    found = accounts.accounts_in(session, desk.looker.areas, words)
    context: dict[str, Any] = {
        "accounts": found,
        "rechecks": rechecks.open_for(session, [saved(a.person.id) for a in found]),
        "grants": GRANTS.get(desk.person.role, ()),
        "faults": faults,
        "file_problem": file_problem,
        "typed": typed or {},
        "q": words,
    }
    status = 422 if faults or file_problem else 200
    return DOOR.page(request, "accounts.html", status, desk=desk, **context)


def show(
    request: Request, session: Session, desk: Desk, account: Account, problem: str | None = None
) -> Response:
    """Return the page of an account, with what was wrong in what was sent."""
    person_id, secret = saved(account.person.id), secret_of(request)
    refused = (
        fingerprint(secret, "name", account.person.username or ""),
        fingerprint(secret, "factor", str(person_id)),
    )
    context: dict[str, Any] = {
        "account": account,
        "sessions": accounts.sessions_of(session, person_id, desk.at),
        "score": score_of(session, person_id),
        "has_phone": factors.confirmed(session, person_id) is not None,
        "entries": [e for e in accounts.history(session, person_id, refused) if e.action in SAID],
        "said": Said(desk.visitor.language),
        "recheck": recheck_view(session, person_id, desk),
        "may_change": account.person.role in GRANTS.get(desk.person.role, ()),
        "outside": outside.name_of(session, person_id) if provider_of(request) else None,
        "provider": request.app.state.settings.oidc_name if provider_of(request) else None,
        "problem": problem,
    }
    return DOOR.page(request, "account.html", 422 if problem else 200, desk=desk, **context)
