from datetime import timedelta

from models.database import Database
from models.store import leases
from tests.fixtures.small_election import NIGHT

LASTING = timedelta(seconds=15)


def hold(database: Database, holder: str, seconds: float) -> bool:
    with database.writing() as session:
        at = NIGHT + timedelta(seconds=seconds)
        return leases.hold(session, "chat", holder, at, LASTING)


def test_one_holds_it_until_it_falls_silent_or_lets_go(each_database: Database) -> None:
    assert hold(each_database, "a", 0)
    assert not hold(each_database, "b", 1)
    assert hold(each_database, "a", 10)
    assert not hold(each_database, "b", 24)
    assert hold(each_database, "b", 26)
    assert not hold(each_database, "a", 27)
    with each_database.writing() as session:
        leases.let_go(session, "chat", "a")
        leases.let_go(session, "chat", "b")
    assert hold(each_database, "a", 28)
