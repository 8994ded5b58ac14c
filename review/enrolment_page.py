"""Who can send: units that are ready, people who are enrolled, codes for more, and barring one."""

from dataclasses import dataclass
from typing import Final

import segno
from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.store import audit
from models.store.enrolled import Enrolled, enrolled_at, standings, unused_codes
from models.store.enrolment import NewCode, Post, expiry, keep_code, revoke_open, revoke_person
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit, TallyCentre
from models.tables.people import Role
from models.values.codes import draw_code, written_code
from pages.doors import see_other
from pages.enrolment.posts import PostWords, words_of_post
from pages.enrolment.slips import Slip, draw_slips
from pages.errors import NotAllowed
from pages.languages import Language
from pages.wiring import database_of, entrances_of, secret_of
from review.desk import DOOR, LEADERS, Deciding, Desk, Watching

router = APIRouter(route_class=DOOR.route_class())

ISSUE: Final = frozenset({Role.SUPERVISOR, Role.CLERK})
_BARRED: Final = frozenset({Role.COMMITTEE, Role.DESK})


@dataclass(frozen=True, slots=True)
class Fresh:
    """A code that was issued just now; it is shown this once."""

    written: str
    squares: tuple[tuple[str, Markup], ...]
    """Name of the way and its QR code."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post on its page."""

    path: str
    words: PostWords
    unit: ReportingUnit | None
    centre: TallyCentre | None
    people: list[Enrolled]
    unused: int


@router.get("/review/units")
def units(request: Request, desk: Watching) -> Response:
    """List the units of the person's areas: which are ready, and how many people each has."""
    _may(desk, LEADERS, request)
    with database_of(request).reading() as session:
        centres = standings(session, desk.looker.areas)
        return DOOR.page(request, "units.html", desk=desk, centres=centres, may_issue=_issues(desk))


@router.get("/review/posts/{kind}/{number}")
def show(request: Request, desk: Watching, kind: str, number: int) -> Response:
    """Show who is enrolled for a unit, or at a desk."""
    _may(desk, LEADERS, request)
    with database_of(request).reading() as session:
        return _page(request, session, desk, _post(session, desk, kind, number))


@router.post("/review/posts/{kind}/{number}/code")
def issue(request: Request, desk: Deciding, kind: str, number: int) -> Response:
    """Make one more code and show it this once."""
    _may(desk, ISSUE, request)
    with database_of(request).writing() as session:
        post = _post(session, desk, kind, number)
        new = _issue(request, session, desk, post)
        return _page(request, session, desk, post, _fresh(request, new))


@router.post("/review/posts/{kind}/{number}/slip")
def print_slip(request: Request, desk: Deciding, kind: str, number: int) -> Response:
    """Make one more code and return it as a slip to print."""
    _may(desk, ISSUE, request)
    with database_of(request).writing() as session:
        post = _post(session, desk, kind, number)
        new = _issue(request, session, desk, post)
        slip = _slip(session, post, new)
        is_rehearsal = session.get_one(Election, 1).is_rehearsal
    paper = draw_slips([slip], entrances_of(request), is_rehearsal=is_rehearsal)
    headers = {
        "Content-Disposition": f'attachment; filename="{slip.mark}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(paper, media_type="application/pdf", headers=headers)


@router.post("/review/posts/{kind}/{number}/lapse")
def lapse(request: Request, desk: Deciding, kind: str, number: int) -> Response:
    """Make the unused codes of a post worthless: paper that got lost opens nothing."""
    _may(desk, ISSUE, request)
    with database_of(request).writing() as session:
        post = _post(session, desk, kind, number)
        revoked = revoke_open(session, [post], desk.at)
        _note(session, desk, "revoke codes", post, {"revoked": revoked})
    return see_other(_path(post))


@router.post("/review/posts/{kind}/{number}/people/{person_id}/bar")
def bar(request: Request, desk: Deciding, kind: str, number: int, person_id: int) -> Response:
    """Bar a person from every door; what they sent stays, and a new code lets them in again."""
    _may(desk, ISSUE, request)
    with database_of(request).writing() as session:
        post = _post(session, desk, kind, number)
        person = next(
            (e.person for e in enrolled_at(session, post) if e.person.id == person_id), None
        )
        if person is None or person.role not in _BARRED:
            raise NotFound("person")
        revoke_person(session, person, desk.person.key, desk.at)
    return see_other(_path(post))


def _may(desk: Desk, roles: frozenset[Role], request: Request) -> None:
    if desk.person.role not in roles:
        raise NotAllowed(request.url.path)


def _issues(desk: Desk) -> bool:
    return desk.person.role in ISSUE


def _post(session: Session, desk: Desk, kind: str, number: int) -> Post:
    """Return a post of the person's areas.

    Raises:
        NotFound: there is none, or it lies elsewhere.
    """
    areas = desk.looker.areas
    if kind == "unit":
        here = select(ReportingUnit.id).where(areas.holds(), col(ReportingUnit.id) == number)
        post, is_there = Post(number), session.exec(here).first() is not None
    elif kind == "centre":
        found = session.get(TallyCentre, number)
        post = Post(centre_id=number)
        is_there = found is not None and areas.hold_centre(number, found.province_id)
    else:
        zone = session.get(Constituency, number)
        post = Post(constituency_id=number)
        is_there = zone is not None and areas.hold_constituency(number, zone.province_id)
    if not is_there:
        raise NotFound("post")
    return post


def _page(
    request: Request, session: Session, desk: Desk, post: Post, fresh: Fresh | None = None
) -> Response:
    unit = session.get(ReportingUnit, post.unit_id) if post.unit_id is not None else None
    view = PostView(
        path=_path(post),
        words=words_of_post(session, post, desk.visitor.language),
        unit=unit,
        centre=_centre(session, post),
        people=enrolled_at(session, post),
        unused=unused_codes(session, post, desk.at),
    )
    return DOOR.page(
        request, "post.html", desk=desk, view=view, fresh=fresh, may_issue=_issues(desk)
    )


def _issue(request: Request, session: Session, desk: Desk, post: Post) -> NewCode:
    expires_at = expiry(session.get_one(Election, 1), desk.at)
    new = NewCode(post, draw_code(), desk.at, expires_at)
    keep_code(session, new, secret_of(request))
    _note(session, desk, "issue code", post, {"codes": 1})
    return new


def _note(session: Session, desk: Desk, action: str, post: Post, after: dict[str, int]) -> None:
    audit.append(
        session,
        at=desk.at,
        actor=desk.person.key,
        action=action,
        subject=post.subject,
        after=dict(after),
    )


def _fresh(request: Request, new: NewCode) -> Fresh:
    entrances = entrances_of(request)
    entrances = entrances.for_desk() if new.post.unit_id is None else entrances
    ways = entrances.ways(new.code)
    return Fresh(written_code(new.code), tuple((w.name, _square(w.address)) for w in ways))


def _square(address: str) -> Markup:
    """Return a QR code as SVG without style or script, on white also at night."""
    made = segno.make(address, error="m", micro=False)
    # The address was written by us from the settings and a code of letters and digits.
    return Markup(made.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704


def _slip(session: Session, post: Post, new: NewCode) -> Slip:
    words = words_of_post(session, post, Language.TH)
    centre = _centre(session, post)
    return Slip(
        title=words.title,
        subtitle=words.subtitle,
        place=words.place,
        mark=_mark(session, post),
        code=new.code,
        copy=(1, 1),
        expires_at=new.expires_at,
        centre=centre.name_th if centre else words.title,
        phone=centre.phone if centre else "",
        is_desk=post.unit_id is None,
    )


def _mark(session: Session, post: Post) -> str:
    if post.unit_id is not None:
        return session.get_one(ReportingUnit, post.unit_id).code
    if post.centre_id is not None:
        return session.get_one(TallyCentre, post.centre_id).code
    return session.get_one(Constituency, post.constituency_id).code


def _centre(session: Session, post: Post) -> TallyCentre | None:
    """Return whom to call about a post: the centre, or of a constituency none."""
    if post.unit_id is not None:
        unit = session.get_one(ReportingUnit, post.unit_id)
        return session.get_one(TallyCentre, unit.centre_id)
    return session.get(TallyCentre, post.centre_id) if post.centre_id is not None else None


def _path(post: Post) -> str:
    return f"/review/posts/{post.subject.replace(':', '/')}"
