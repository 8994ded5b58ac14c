"""Signing in through a provider (OIDC): out with state, nonce and PKCE, back to the same browser.

The provider stands in for the password alone: only accounts that somebody named to it, and after
it a code of one's phone wherever a password would ask for one. Nothing is kept between the two
ways: nonce and verifier follow from the state and our key, and the state is signed for a browser.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from models.errors import NotFound
from models.store import audit, outside
from models.store.accounts import Keeper
from models.store.rows import saved
from models.store.sessions import close_session
from models.tables.people import Person
from pages.doors import see_other
from pages.visitors import BROWSER_COOKIE, AnyVisitor
from pages.wiring import database_of, fingerprint, now, secret_of
from review.accounts_page import granted, show
from review.desk import DOOR, SIGN_IN, Granting
from review.entrance import provider_of, sign_in_page
from review.errors import ProviderRefused
from review.letting_in import let_in
from review.posting import PostedForm
from review.provider import LONGEST, Errand, Proved, Provider, address_out, who_came
from review.second_factor import Half, is_asked
from review.second_factor import ask as ask_code

router = APIRouter(route_class=DOOR.route_class())

_LASTING: Final = timedelta(minutes=10)
_REFUSED: Final = "outside sign-in refused"
Word = Annotated[str, Query(max_length=4000)]


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who comes back from the provider, as the log tells them apart."""

    request: Request
    person: Person | None
    proved: Proved | None
    at: datetime

    @property
    def address(self) -> str:
        """Where the browser is."""
        return self.request.client.host if self.request.client else ""

    @property
    def subject(self) -> str:
        """The account, or a stranger's fingerprint."""
        if self.person is not None:
            return f"person:{saved(self.person.id)}"
        return self.fingerprint("outside", self.proved.subject if self.proved else self.address)

    def fingerprint(self, what: str, word: str) -> str:
        """Return what tells words apart without saying them."""
        return fingerprint(secret_of(self.request), what, word)


@router.get("/review/outside")
def go_out(request: Request, visitor: AnyVisitor) -> Response:
    """Send somebody to the provider."""
    provider = _provider(request)
    if BROWSER_COOKIE not in request.cookies:
        return see_other(SIGN_IN)  # a browser that we do not know could not be told apart later
    errand = _errand(request, _new_state(request, visitor.browser))
    try:
        return see_other(address_out(provider, errand))
    except ProviderRefused as refused:
        return sign_in_page(request, 502, problem=f"outside_{refused.why}")


@router.get("/review/outside/back")
def come_back(
    request: Request, visitor: AnyVisitor, code: Word = "", state: Word = "", iss: Word = ""
) -> Response:
    """Let somebody in whom the provider named, if an account of ours bears that name."""
    provider, at = _provider(request), now(request)
    if not _is_ours(request, state, visitor.browser, at):
        return sign_in_page(request, 403, problem="outside_state")
    if not code or (iss and iss.rstrip("/") != provider.issuer.rstrip("/")):
        return _refused(request, "code", at)
    try:
        proved = who_came(provider, _errand(request, state), code, at)
    except ProviderRefused as refused:
        return _refused(request, refused.why, at)
    with database_of(request).writing() as session:
        person = outside.person_called(session, proved.subject, proved.email)
        why = _why_not(person)
        if why is None and person is not None:
            outside.tie(session, person, proved.subject)
            if visitor.person is not None:
                close_session(session, visitor.person.session_id)
            return _enter(session, Half(request, person, visitor.browser, at))
        _note(session, Came(request, person, proved, at), _REFUSED, {"why": why or ""})
        return sign_in_page(request, 403, problem=f"outside_{why}")


@router.post("/review/accounts/{person_id}/outside")
def set_name(request: Request, desk: Granting, form: PostedForm, person_id: int) -> Response:
    """Say under which name the provider knows the owner of an account; empty for none."""
    back = see_other(f"/review/accounts/{person_id}")
    name = form.get("name", "").strip()
    name = name.lower() if "@" in name else name
    with database_of(request).writing() as session:
        account = granted(session, desk, person_id)
        if (
            len(name) > LONGEST
            or not name.isprintable()
            or outside.is_taken(session, name, person_id)
        ):
            return show(request, session, desk, account, "outside_taken")
        if provider_of(request) is not None:
            outside.set_name(session, account.person, name, Keeper(desk.person.key, desk.at))
    return back


def _enter(session: Session, half: Half) -> Response:
    """Go on as after a right password: with the phone where the person's role asks for it."""
    came = Came(half.request, half.person, None, half.at)
    _note(session, came, "outside sign-in", {})
    if is_asked(half.request, session, half.person):
        return ask_code(session, half)
    return let_in(half.request, session, half.person, half.at)


def _why_not(person: Person | None) -> str | None:
    if person is None:
        return "unknown"
    if not person.is_active:
        return "stopped"
    # A code for the first sign-in is no password: its owner uses it once, then the provider.
    return "code_first" if person.code_until is not None else None


def _refused(request: Request, why: str, at: datetime) -> Response:
    """Note a sign-in that came to nothing at the provider, and say in one sentence why."""
    with database_of(request).writing() as session:
        _note(session, Came(request, None, None, at), _REFUSED, {"why": why})
    return sign_in_page(request, 502 if why == "away" else 403, problem=f"outside_{why}")


def _note(session: Session, came: Came, action: str, more: Mapping[str, str]) -> None:
    audit.append(
        session, at=came.at, actor=came.person.key if came.person else "door", action=action,
        subject=came.subject, after={"from": came.fingerprint("address", came.address), **more},
    )  # fmt: skip


def _provider(request: Request) -> Provider:
    provider = provider_of(request)
    if provider is None:
        raise NotFound("provider")
    return provider


def _new_state(request: Request, browser: str) -> str:
    until = int((now(request) + _LASTING).timestamp())
    said = f"{secrets.token_urlsafe(24)}.{until}"
    return f"{said}.{_keyed(request, 'state', f'{said}:{browser}')}"


def _is_ours(request: Request, state: str, browser: str, at: datetime) -> bool:
    said, _, signature = state.rpartition(".")
    expected = _keyed(request, "state", f"{said}:{browser}")
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        return False
    return at.timestamp() <= int(said.rpartition(".")[2])


def _errand(request: Request, state: str) -> Errand:
    return Errand(state, _keyed(request, "nonce", state), _keyed(request, "verifier", state))


def _keyed(request: Request, what: str, said: str) -> str:
    word = f"outside {what}:{said}".encode()
    return hmac.new(secret_of(request), word, hashlib.sha256).hexdigest()
