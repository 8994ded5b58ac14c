"""Any walk of people over sheets, on both engines, stays on the documented diagram.

The model is the page itself (docs/states.md): it knows none of the classes under test.
"""

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from models.database import Database
from models.errors import IllegalMove, SecondPersonNeeded, StaleEdit
from models.states.sheet import SheetEvent, SheetState
from models.store import decisions, recalls
from models.store.claims import Looker, sheet_in
from models.store.decisions import Hand
from models.store.people import areas_of
from models.store.queue import claim_one
from models.store.recalls import Asker
from models.tables.people import Person, PersonArea, Role
from models.tables.recalls import RecallReason
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from tests.fixtures.small_election import NIGHT, make_election

PAGE = Path(__file__).parents[3] / "docs" / "states.md"
BLOCK = re.compile(r"```states sheet\n(.*?)```", re.DOTALL)
MOVES = {
    (m[1], m[2]): m[3]
    for m in re.finditer(r"(\w+) --\[(\w+)\]--> (\w+)", BLOCK.findall(PAGE.read_text("utf-8"))[0])
}
PEOPLE = (11, 12)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(list(SheetEvent)), st.booleans()),
        st.tuples(st.just("claim"), st.sampled_from(PEOPLE), st.booleans()),
        st.tuples(st.just("recall"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    ),
    min_size=8,
    max_size=25,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_any_walk_stays_on_the_diagram(
    each_database: Database, walk: list[tuple[str, object, object]]
) -> None:
    with Session(each_database.engine) as session:
        sheet = begin(session)
        state, edit = "collecting", 0
        for what, one, other in walk:
            if what == "move":
                assert isinstance(one, SheetEvent)
                state = moved(session, sheet, one, state, stale=bool(other))
            elif what == "claim":
                claimed(session, sheet, one, state)
            else:
                recalled(session, sheet, (one, other), state)
            session.refresh(sheet)
            assert sheet.state.value == state
            assert sheet.edit >= edit
            edit = sheet.edit
        session.rollback()


def begin(session: Session) -> Sheet:
    make_election(session)
    for person_id in PEOPLE:
        session.add(Person(id=person_id, key=f"p{person_id}", role=Role.SUPERVISOR,
                           name=f"หัวหน้า {person_id}", created_at=NIGHT))  # fmt: skip
        session.flush()
        session.add(PersonArea(person_id=person_id, centre_id=1))
    sheet = Sheet(unit_id=1, ballot=Ballot.CONSTITUENCY, form_code="ส.ส. 5/18", created_at=NIGHT)
    session.add(sheet)
    session.flush()
    return sheet


def moved(session: Session, sheet: Sheet, event: SheetEvent, state: str, *, stale: bool) -> str:
    """A move of the diagram happens once; any other is refused by name; a stale one by its edit."""
    to = MOVES.get((state, event.value))
    if stale and to is not None:
        stranger = Sheet(**{**sheet.model_dump(), "edit": sheet.edit - 1})
        refuses(StaleEdit, lambda: decisions.move(session, stranger, event))
        return state
    if to is None:
        refused = refuses(IllegalMove, lambda: decisions.move(session, sheet, event))
        assert (refused.machine, refused.state, refused.event) == ("sheet", state, event.value)
        return state
    decisions.move(session, sheet, event)
    assert sheet.claimed_by is None
    return to


def claimed(session: Session, sheet: Sheet, person_id: object, state: str) -> None:
    looker = Looker(int(str(person_id)), Role.SUPERVISOR, areas_of(session, int(str(person_id))))
    sheet_id = sheet.id or 0
    holder = sheet.claimed_by
    if state not in {"in_review", "parked"} or holder not in {None, person_id}:
        refuses(StaleEdit, lambda: claim_one(session, sheet_id, looker, NIGHT))
        return
    claim = claim_one(session, sheet_id, looker, NIGHT)
    session.refresh(sheet)
    assert (sheet.claimed_by, sheet.claim_token) == (person_id, claim.token)
    hand = Hand(int(str(person_id)), "k", claim.token, sheet.edit + 1)
    refuses(StaleEdit, lambda: decisions.held(session, sheet, hand, NIGHT))


def recalled(session: Session, sheet: Sheet, people: tuple[object, object], state: str) -> None:
    """Asking twice is refused, answering oneself too; only what is confirmed is asked for."""
    asker, other = (Asker(int(str(p)), f"p{p}", NIGHT) for p in people)
    areas = areas_of(session, asker.person_id)
    held = sheet_in(session, sheet.id or 0, areas)
    if state != "confirmed":
        refuses(IllegalMove, lambda: recalls.ask(session, held, asker, RecallReason.MISREAD, ""))
        return
    if recalls.open_request(session, sheet.id or 0) is None:
        recalls.ask(session, held, asker, RecallReason.MISREAD, "")
    refuses(StaleEdit, lambda: recalls.ask(session, held, asker, RecallReason.MISREAD, ""))
    request = recalls.open_request(session, sheet.id or 0)
    assert request is not None
    if request.asked_by == other.person_id:
        refuses(
            SecondPersonNeeded, lambda: recalls.answer(session, request, other, is_granted=False)
        )
        return
    recalls.answer(session, request, other, is_granted=False)
    refuses(StaleEdit, lambda: recalls.answer(session, request, other, is_granted=True))


def refuses(kind: type[Exception], act):  # noqa: ANN001, ANN201 - whatever is refused
    try:
        act()
    except kind as refused:
        return refused
    raise AssertionError(f"{kind.__name__} was not raised")


def test_the_page_was_read() -> None:
    assert len(MOVES) >= 20
    assert {state for state, _ in MOVES} <= {s.value for s in SheetState}
