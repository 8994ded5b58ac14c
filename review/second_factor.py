"""The second step of a sign-in: a code of one's phone, or setting the phone up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

import segno
from fastapi import APIRouter, Form, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from models.store import factors
from models.tables.people import Person, Role, SecondFactor
from pages.lockouts import TRIES, Guard, locked_at, note_refusal
from pages.one_time import (
    address_of,
    new_recovery_codes,
    new_secret,
    recovery_hmac,
    seal,
    step_of,
    unseal,
)
from pages.visitors import PostedVisitor
from pages.wiring import database_of, fingerprint, now, secret_of
from review.desk import DOOR
from review.entrance import sign_in_page
from review.half_way import half_way, person_half_way
from review.letting_in import let_in

router = APIRouter(route_class=DOOR.route_class())

REQUIRED_OF: Final = frozenset({Role.SUPERVISOR, Role.OPERATOR})
"""Who may release, recall or reopen: a password alone is too little for them."""


@dataclass(frozen=True, slots=True)
class Half:
    """A person whose password fitted, in a browser, at a time."""

    request: Request
    person: Person
    browser: str
    at: datetime

    @property
    def secret(self) -> bytes:
        """The installation's secret key."""
        return secret_of(self.request)

    @property
    def guard(self) -> Guard:
        """What is watched while codes are typed."""
        name = fingerprint(self.secret, "factor", str(self.person.id))
        return Guard("code refused", ((name, TRIES),))

    @property
    def word(self) -> str:
        """What the form brings back."""
        return half_way(self.secret, self.person.id or 0, self.browser, self.at)


def is_asked(request: Request, session: Session, person: Person) -> bool:
    """Tell whether a person's sign-in takes a second step."""
    if factors.confirmed(session, person.id or 0) is not None:
        return True
    wanted = getattr(request.app.state.settings, "second_factor", "required")
    return wanted == "required" and person.role in REQUIRED_OF


def ask(session: Session, half: Half, problem: str | None = None, status: int = 200) -> Response:
    """Show the page for the code, or for setting the phone up where there is none yet."""
    if factors.confirmed(session, half.person.id or 0) is not None:
        return _page(half, "second_factor.html", status, problem=problem)
    factor = session.get(SecondFactor, half.person.id)
    if factor is None:
        sealed = seal(half.secret, new_secret())
        factor = factors.begin(session, half.person.id or 0, sealed, half.at)
    plain = unseal(half.secret, factor.sealed_secret)
    drawn = segno.make(address_of(plain, half.person.username or ""), error="m")
    svg = drawn.svg_inline(omitsize=True, border=2, dark="#000", light="#fff")
    picture = Markup(svg)  # noqa: S704 - drawn by segno from our own text
    spaced = " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
    shown = {"qr": picture, "secret": spaced}
    return _page(half, "set_up_factor.html", status, problem=problem, **shown)


@router.post("/review/second-factor")
def take_code(
    request: Request,
    visitor: PostedVisitor,
    half: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> Response:
    """Let a person in whose phone or paper shows a right code."""
    at = now(request)
    person_id = person_half_way(secret_of(request), half, visitor.browser, at)
    with database_of(request).writing() as session:
        person = session.get(Person, person_id) if person_id is not None else None
        # A code for the first sign-in is no password: it must have been replaced before.
        if person is None or not person.is_active or person.code_until is not None:
            return sign_in_page(request, 403, problem="too_late")
        known = Half(request, person, visitor.browser, at)
        until = locked_at(session, known.guard, at)
        if until is not None:
            return sign_in_page(request, 429, problem="locked", until=until)
        return _answer(session, known, code)


def _answer(session: Session, half: Half, code: str) -> Response:
    factor = session.get(SecondFactor, half.person.id)
    step = step_of(unseal(half.secret, factor.sealed_secret), code, half.at) if factor else None
    if factor is not None and factor.confirmed_at is None and step is not None:
        return _finish(session, half, step)
    if factor is not None and factor.confirmed_at is not None:
        is_right = step is not None and factors.use_step(factor, step)
        written = recovery_hmac(half.secret, code)
        if is_right or factors.use_recovery(session, half.person, written, half.at):
            return let_in(half.request, session, half.person, half.at)
    note_refusal(session, half.guard, half.at)
    return ask(session, half, "wrong_code", 403)


def _finish(session: Session, half: Half, step: int) -> Response:
    """Turn the factor on, let the person in, and show the recovery codes once."""
    codes = new_recovery_codes()
    kept = [recovery_hmac(half.secret, code) for code in codes]
    factors.confirm(session, half.person, step, kept, half.at)
    entered = let_in(half.request, session, half.person, half.at)
    page = DOOR.page(half.request, "recovery_codes.html", codes=codes)
    for name, value in entered.raw_headers:
        if name == b"set-cookie":
            page.raw_headers.append((name, value))
    return page


def _page(half: Half, template: str, status: int, **context: object) -> Response:
    return DOOR.page(half.request, template, status, half=half.word, **context)
