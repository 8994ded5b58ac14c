"""Lanes of the queue page, and an order that never looks at votes."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.claims import Looker
from models.store.people import areas_of
from models.store.queue import ahead
from models.tables.people import Role
from models.tables.photos import Photo
from models.tables.sheets import SheetFinding
from models.values.ballots import Ballot
from models.values.findings import Severity
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.desk_sheets import NewSheet, put_sheet
from tests.fixtures.looks import take
from tests.fixtures.small_election import NIGHT


def lane(desk: DeskHouse, name: str, **more: str) -> str:
    query = "&".join(f"{k}={v}" for k, v in {"lane": name, **more}.items())
    page = desk.sign_in("lotus").get(f"/review?{query}").text
    return page.split(f'id="lane-{name}"')[1].split("</section>")[0] if 'id="lane-' in page else ""


def test_every_lane_shows_what_waits_in_it(each_desk: DeskHouse) -> None:
    desk = each_desk
    parked = desk.sheet(unit_id=1, state=SheetState.PARKED)
    returned = desk.sheet(unit_id=2, state=SheetState.RETURNED)
    twin = desk.sheet(unit_id=1, ballot=Ballot.PARTY_LIST)
    unread = desk.sheet(unit_id=2, ballot=Ballot.PARTY_LIST)
    with desk.database.writing() as session:
        session.add(SheetFinding(sheet_id=twin, code="R106", severity=Severity.WARNING, fields=[],
                                 message={"th": "ก", "en": "a"}, created_at=NIGHT))  # fmt: skip
        photos = session.exec(select(Photo).order_by(Photo.id)).all()
        photos[-1].state = PhotoState.NEEDS_HUMAN
    expected = {"parked": parked, "returned": returned, "near_duplicate": twin,
                "needs_human": unread}  # fmt: skip
    for name, sheet_id in expected.items():
        assert lane(desk, name).count("/review/sheets/") == 1, name
        assert f"/review/sheets/{sheet_id}" in lane(desk, name), name


def test_a_recall_that_waits_for_an_answer_has_a_lane(desk: DeskHouse) -> None:
    desk.sheet()
    rose = desk.sign_in("rose")
    take(rose).send()
    sent = {"csrf": token_of(rose), "reason": "corrected_form"}
    rose.post("/review/sheets/1/recall", data=sent)
    assert "/review/sheets/1" in lane(desk, "recall_asked")
    lotus = desk.sign_in("lotus")
    lotus.post("/review/recalls/1/grant", data={"csrf": token_of(lotus)})
    assert "/review/sheets/1" in lane(desk, "recalled")
    assert "หน่วยส่งแบบที่แก้ไขแล้ว" in lane(desk, "recalled")


def test_lanes_are_filtered_by_ballot_and_unit(desk: DeskHouse) -> None:
    desk.sheet(unit_id=1, state=SheetState.PARKED)
    desk.sheet(unit_id=2, ballot=Ballot.PARTY_LIST, state=SheetState.PARKED)
    assert lane(desk, "parked").count("/review/sheets/") == 2
    assert "/review/sheets/2" not in lane(desk, "parked", ballot="constituency")
    assert "/review/sheets/1" not in lane(desk, "parked", unit="90-1-2")
    assert lane(desk, "parked", unit="%") == ""


def test_units_of_which_nothing_came_are_counted(desk: DeskHouse) -> None:
    page = desk.sign_in("lotus").get("/review").text
    assert "หน่วยที่ยังไม่มีภาพ" in page


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 380), min_size=2, max_size=2), st.permutations([1, 2]))
def test_the_order_never_looks_at_votes(desk: DeskHouse, votes: list[int], came: list[int]) -> None:
    """Whatever is counted on the sheets, the one that came first is next."""
    with Session(desk.database.engine) as session:
        for minutes, unit_id in enumerate(came):
            counts = {**COUNTS, "row:1": votes[unit_id - 1], "row:2": 380 - votes[unit_id - 1]}
            new = NewSheet(unit_id, Ballot.CONSTITUENCY, counts, frozenset(), SheetState.IN_REVIEW)
            last = put_sheet(session, desk.store, new, NIGHT + timedelta(minutes=minutes))
        person_id = desk.people["rose"]
        looker = Looker(person_id, Role.REVIEWER, areas_of(session, person_id))
        assert ahead(session, looker, NIGHT + timedelta(hours=1)) == last - 1
        session.rollback()
