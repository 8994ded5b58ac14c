"""The score of an account: what another person saw otherwise, and of how many sheets."""

from models.store.disagreement import score_of
from models.store.operations import Share
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import DeskHouse
from tests.fixtures.small_election import NIGHT


def look(desk: DeskHouse, sheet_id: int, who: str, kind: DecisionKind, **values: int) -> None:
    with desk.database.writing() as session:
        session.add(Decision(sheet_id=sheet_id, person_id=desk.people[who], kind=kind,
                             values=values, created_at=NIGHT))  # fmt: skip


def test_only_what_another_person_was_asked_counts(each_desk: DeskHouse) -> None:
    desk = each_desk
    agreed, differs, alone = desk.sheet(1), desk.sheet(2), desk.sheet(1, Ballot.PARTY_LIST)
    look(desk, agreed, "rose", DecisionKind.CONFIRM, good=5, invalid=1)
    look(desk, agreed, "jasmine", DecisionKind.SECOND_LOOK, good=5)
    look(desk, differs, "rose", DecisionKind.CORRECT, good=5, invalid=1)
    look(desk, differs, "jasmine", DecisionKind.SECOND_LOOK, invalid=2)
    look(desk, alone, "rose", DecisionKind.CONFIRM, good=7)
    with desk.database.writing() as session:
        session.get_one(Sheet, differs).is_sampled = True
    with desk.database.reading() as session:
        score = score_of(session, desk.people["rose"])
        assert (score.all, score.sampled) == (Share(1, 2), Share(1, 1))
        # Who only answered as second is not scored for the other's slip.
        assert score_of(session, desk.people["jasmine"]).all == Share(0, 0)
    page = desk.sign_in("lotus").get(f"/review/accounts/{desk.people['rose']}").text
    assert "อีกคนเห็นต่าง" in page
    assert "1 จาก 2" in page
    other = desk.sign_in("lotus").get(f"/review/accounts/{desk.people['jasmine']}").text
    assert "อีกคนเห็นต่าง" not in other
