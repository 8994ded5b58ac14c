from sqlmodel import select

from models.states.sheet import SheetState
from models.tables.sheets import Count, Decision, DecisionKind
from tests.fixtures.desk import COUNTS, DeskHouse
from tests.fixtures.looks import take


def test_a_clean_sheet_is_confirmed_by_one_key(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    assert look.send().headers["location"] == "/review?empty=1"
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    with desk.database.reading() as session:
        counts = {c.key: c.value for c in session.exec(select(Count))}
        decision = session.exec(select(Decision)).one()
    assert counts == COUNTS
    assert (decision.kind, decision.person_id) == (DecisionKind.CONFIRM, desk.people["rose"])
