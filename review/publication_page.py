"""Publication of one constituency: where it stands, what the next step waits for, who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, select

from models.errors import NotFound
from models.states.constituency import CONSTITUENCY, ConstituencyEvent, ConstituencyState
from models.store import consolidation, constituencies
from models.store.constituencies import Progress
from models.store.rows import saved
from models.tables.election import Election
from models.tables.geography import Constituency
from models.tables.people import Person
from models.values.ballots import Ballot
from pages.wiring import database_of
from results import agreement, release, stages
from results.errors import NotExplained, StillDiffers
from results.stages import Wish
from review.account_shapes import GRANTS
from review.apart_page import apart_of
from review.clerk_page import name_of
from review.desk import DOOR, Desk, Granting, Watching
from review.errors import NotComplete
from review.posting import Form, PostedForm, go

router = APIRouter(route_class=DOOR.route_class())

_REASON_KEPT: Final = 200
_TWO: Final = (ConstituencyEvent.CONSOLIDATE, ConstituencyEvent.CERTIFY)
_DONE: Final = (ConstituencyState.CONSOLIDATED, ConstituencyState.CERTIFIED)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a step waits for, and whether it is so; `phrase` says it."""

    phrase: str
    holds: bool
    ballot: Ballot | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that one person asks for and another grants."""

    event: ConstituencyEvent
    conditions: Sequence[Condition]
    wish: Wish | None

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be asked for."""
        return all(condition.holds for condition in self.conditions)


@router.get("/review/constituencies/{constituency_id}/publication")
def show_publication(request: Request, desk: Watching, constituency_id: int) -> Response:
    """Show where the publication of a constituency stands."""
    with database_of(request).reading() as session:
        return _draw(request, session, desk, constituency_id)


@router.post("/review/constituencies/{constituency_id}/publication/{step}")
def take_step(
    request: Request, desk: Granting, form: PostedForm, constituency_id: int, step: str
) -> Response:
    """Pause, go on, ask for a step, grant it as another person, refuse it or take it back."""
    problem = None
    with database_of(request).writing() as session:
        found = constituencies.constituency_in(session, constituency_id, desk.looker.areas)
        person = session.get_one(Person, desk.looker.person_id)
        try:
            if step == "pause":
                stages.pause(session, found, person, desk.at, _reason(form))
            elif step in stages.STEPS:
                stages.STEPS[step](session, found, person, desk.at)
            else:
                raise NotFound(step)
        except NotComplete:
            problem = "reason"
        except NotExplained:
            problem = "waits"
        except StillDiffers:
            problem = "differs"
        if problem:
            return _draw(request, session, desk, constituency_id, problem)
    return go(request, f"/review/constituencies/{constituency_id}/publication")


def _reason(form: Form) -> str:
    """Return the reason for the public, in Thai and in English where it was given.

    Raises:
        NotComplete: the Thai one is missing.
    """
    thai, english = (form.get(name, "").strip()[:_REASON_KEPT] for name in ("th", "en"))
    if not thai:
        raise NotComplete(codes=("reason",))
    return f"{thai} · {english}" if english else thai


def _draw(
    request: Request,
    session: Session,
    desk: Desk,
    constituency_id: int,
    problem: str | None = None,
) -> Response:
    found = constituencies.constituency_in(session, constituency_id, desk.looker.areas)
    state = found.state
    wish = stages.open_wish(session, found)
    asker = session.exec(select(Person).where(Person.key == wish.actor)).first() if wish else None
    progress: Progress = constituencies.progress_of(session, constituency_id)
    is_paused = state is ConstituencyState.PAUSED
    return DOOR.page(
        request,
        "publication.html",
        422 if problem else 200,
        desk=desk,
        problem=problem,
        constituency=found,
        name=name_of(session, found, desk),
        progress=progress,
        cap=release.cap_of(found, session.exec(select(Election)).one()),
        is_uncapped=state in _DONE,
        stop=agreement.why_stopped(session, found) if is_paused else None,
        steps=[_step(session, found, event, wish) for event in _TWO],
        asker=asker.name if asker else "",
        is_own_wish=bool(wish and wish.actor == desk.person.key),
        may_act=desk.person.role in GRANTS,
        may_pause=CONSTITUENCY.allows(state, ConstituencyEvent.PAUSE),
        apart=apart_of(session, constituency_id, desk.visitor.language),
    )


def _step(
    session: Session, constituency: Constituency, event: ConstituencyEvent, wish: Wish | None
) -> Step:
    own = wish if wish and wish.event is event else None
    if event is ConstituencyEvent.CERTIFY:
        is_in = constituency.state is ConstituencyState.CONSOLIDATED
        return Step(event, [Condition("is_consolidated", is_in)], own)
    is_open = CONSTITUENCY.allows(constituency.state, event)
    waits = {w.ballot: w.why for w in consolidation.waits_for(session, saved(constituency.id))}
    reports = [
        Condition(f"report_{waits[b].value}" if b in waits else "report_is_in", b not in waits, b)
        for b in consolidation.ballots_of(session, saved(constituency.id))
    ]
    return Step(event, [Condition("is_published", is_open), *reports], own)
