from models.states.sheet import SheetState
from models.store.cases import case_of
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse
from tests.fixtures.looks import take


def test_only_a_confirmed_other_ballot_is_compared(desk: DeskHouse) -> None:
    constituency_id = desk.sheet()
    take(desk.sign_in("rose")).send()
    party_list_id = desk.sheet(ballot=Ballot.PARTY_LIST)
    with desk.database.reading() as session:
        assert case_of(session, party_list_id).sibling == COUNTS
    with desk.database.writing() as session:
        session.get_one(Sheet, constituency_id).state = SheetState.RECALLED
    with desk.database.reading() as session:
        assert case_of(session, party_list_id).sibling is None
