"""Every route with every role: from the right area, from elsewhere, and as nobody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import select

from app.access import ANYONE, START, Access, access_section, access_table, routes_of
from app.demo_page import router as demo_router
from models.states.sheet import SheetState
from models.store.sessions import signed_in
from models.tables.geography import Constituency, Province, TallyCentre
from models.tables.objections import Objection
from models.tables.people import Person, Role
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.rechecks import Recheck
from models.values.ballots import Ballot
from models.values.objections import ObjectionState, Objector
from pages.visitors import SESSION_COOKIE
from tests.fixtures.desk import DeskHouse, csrf_of
from tests.fixtures.small_election import NIGHT

TABLE = {row.at: row for row in access_table()}
DEMO = {"GET /demo", "POST /demo/rehearse"}
ACTIONS = {
    "/review/posts/{kind}/{number}": {"kind": "unit", "number": "1"},
    "/review/accounts/{person_id}/{what}": {"what": "start"},
    "/review/recalls/{recall_id}/{answer}": {"answer": "refuse"},
    "/review/rechecks/{recheck_id}/{answer}": {"answer": "refuse"},
    "/review/objections/{objection_id}/{answer}": {"answer": "stand"},
    "/review/constituencies/{constituency_id}/publication/{step}": {"step": "pause"},
    "/review/images/{kind}-{photo_id}": {"kind": "photo"},
}
GIVEN = {"sheet_id": "1", "photo_id": "1", "constituency_id": "1", "ballot": "constituency",
         "recall_id": "1", "recheck_id": "1", "objection_id": "1", "name": "x",
         "ticket": "ABCD-EFGH", "letter_id": "1", "_act": "decide", "_recall_id": "1",
         "_answer": "grant"}  # fmt: skip
FORM = {"unit": "90-1-1", "ballot": "constituency",
        "code": "none", "reason": "misread", "message": "1 =1", "spoke_with": "x",
        "origin": "ก", "received": "1", "opened": "1", "username": "tulip", "name": "ทิวลิป",
        "role": "reviewer", "places": "c1", "outcome": "no_answer", "kind": "agrees"}  # fmt: skip
NOT_READY = "GET /readyz"
"""Answers 503 where no worker beats, as here."""
NO_LETTER = {"POST /review/dead-letters/{kind}/{letter_id}/again"}
"""What would have to be there is not: "not found" is the answer of those who may, too."""


@dataclass
class Walk:
    """Browsers of everybody, by name, and how to ask something of the application."""

    house: DeskHouse
    roles: dict[str, Role]
    clients: dict[str, TestClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, row: Access) -> Response:
        self._restore()
        client, headers = self._client(who), {"x-csrf-token": self.tokens.get(who, "")}
        path = self._path(row)
        if row.method == "GET":
            query = {"unit": "90-1-1", "ballot": "constituency"} if row.reach == "form" else {}
            return client.get(path, params=query, headers=headers, follow_redirects=False)
        files = {}
        if path.endswith("/accounts/file"):
            files = {"file": ("p.csv", "username,name,role,places\ntulip,ก,reviewer,c1\n".encode())}
        if path.endswith("/counts/file"):
            files = {"file": ("c.csv", b"unit,ballot\n90-1-1,constituency\n")}
        if path in {"/send/pictures", "/send/evidence"}:
            files = {"photo": ("p.jpg", b"no picture")}
        if path.startswith(("/line", "/telegram")):
            return client.post(path, json={}, headers=headers)
        form = {"kind": "other"} if path.startswith("/send/p") else {}
        return client.post(
            path, data={**FORM, **form}, files=files or None, headers=headers,
            follow_redirects=False,
        )  # fmt: skip

    def _path(self, row: Access) -> str:
        given = {**GIVEN, "person_id": str(self.house.people["rose"])}
        for path, words in ACTIONS.items():
            if row.path.startswith(path):
                given |= words
        if row.path.endswith("/bar"):
            given["person_id"] = "1"
        if "dead-letters" in row.path:
            given["kind"] = "out"
        return row.path.format(**given)

    def _client(self, who: str) -> TestClient:
        if who not in self.clients:
            client = self.clients[who] = self.house.new_client()
            if who == "nobody":
                self.tokens[who] = csrf_of(client.get("/review/sign-in").text)
                return client
            client = self.clients[who] = self.house.sign_in(who)
            with self.house.database.reading() as session:
                token = str(client.cookies[SESSION_COOKIE])
                person = signed_in(session, token, self.house.clock.at)
            assert person is not None
            self.tokens[who] = person.csrf
        return self.clients[who]

    def _restore(self) -> None:
        """What an earlier person changed must not decide what the next one is told."""
        with self.house.database.writing() as session:
            session.get_one(Person, 1).is_active = True
            asked = session.get_one(RecallRequest, 1)
            asked.answered_at = asked.answered_by = asked.is_granted = None
            recheck = session.get_one(Recheck, 1)
            recheck.answered_at = recheck.answered_by = recheck.is_granted = None
            objection = session.get_one(Objection, 1)
            objection.state, objection.answered_by, objection.answered_at = (
                ObjectionState.RECEIVED, None, None)  # fmt: skip
            tulip = session.exec(select(Person).where(Person.username == "tulip")).first()
            if tulip is not None:
                tulip.username = f"tulip-{tulip.id}"


HERE = {"committee": {"unit_id": 1}, "desk": {"centre_id": 1}, "reviewer": {"centre_id": 1},
        "supervisor": {"centre_id": 1}, "clerk": {"constituency_id": 1},
        "province": {"province_id": 1}, "operator": {},
        "auditor": {}}  # fmt: skip
ELSEWHERE = {
    "committee of another unit": (Role.COMMITTEE, {"unit_id": 3}),
    "desk of another amphoe": (Role.DESK, {"centre_id": 2}),
    "reviewer of another amphoe": (Role.REVIEWER, {"centre_id": 2}),
    "supervisor of another amphoe": (Role.SUPERVISOR, {"centre_id": 2}),
    "reviewer of another constituency": (Role.REVIEWER, {"constituency_id": 2}),
    "clerk of another constituency": (Role.CLERK, {"constituency_id": 2}),
    "office of another province": (Role.PROVINCE, {"province_id": 2}),
    "clerk of another province": (Role.CLERK, {"province_id": 2}),
}


@pytest.fixture
def walk(desk: DeskHouse) -> Walk:
    """Everybody, and one of each thing in the area of unit 1."""
    with desk.database.writing() as session:
        session.add(Province(id=2, code="91", name_th="จังหวัดอื่น", name_en="Other"))
        session.add(Constituency(id=2, code="90-2", province_id=1, number=2, on_roll=9,
                                 expected_units=0))  # fmt: skip
        session.add(TallyCentre(id=3, code="c3", province_id=1, name_th="ที่สาม", name_en="Third"))
    roles: dict[str, Role] = {}
    for name, area in HERE.items():
        roles[name] = Role(name)
        if name != "auditor":
            desk.person(name, Role(name), **area)
    for name, (role, area) in ELSEWHERE.items():
        roles[name] = role
        desk.person(name, role, **area)
    desk.sheet(state=SheetState.CONFIRMED)
    with desk.database.writing() as session:
        session.add(RecallRequest(id=1, sheet_id=1, reason=RecallReason.MISREAD,
                                  asked_by=desk.people["rose"], asked_at=NIGHT))  # fmt: skip
        session.add(Recheck(id=1, account_id=desk.people["rose"], words="x",
                            asked_by=desk.people["jasmine"], asked_at=NIGHT))  # fmt: skip
        session.add(Objection(id=1, ticket="ABCD-EFGH", unit_id=1, ballot=Ballot.CONSTITUENCY,
                              key="row:1", shown=200, objector=Objector.PUBLIC,
                              made_at=NIGHT))  # fmt: skip
    return Walk(desk, roles)


def is_let_in(answer: Response) -> bool:
    return answer.status_code not in {401, 403, 404} and not is_sent_away(answer)


def is_sent_away(answer: Response) -> bool:
    place = answer.headers.get("location", "")
    return answer.status_code == 303 and place in {"/review/sign-in", "/send"}


def told(walk: Walk, who: str, row: Access, is_right: Callable[[Response], bool]) -> list[str]:
    answer = walk.ask(who, row)
    return [] if is_right(answer) else [f"{row.at} as {who}: {answer.status_code}"]


def is_refused(answer: Response) -> bool:
    return answer.status_code == 403


def is_hidden(row: Access) -> Callable[[Response], bool]:
    unknown = {404, 422} if row.reach == "form" else {404}
    return lambda answer: answer.status_code in unknown


ASKED = [row for row in access_table() if row.who != ANYONE]


def test_every_route_stands_in_the_table(desk: DeskHouse) -> None:
    demo = {
        f"{m} {r.path}" for r in demo_router.routes for m in getattr(r, "methods", ()) - {"HEAD"}
    }
    assert demo == DEMO
    assert {*routes_of(desk.app), *demo} == set(TABLE)


def test_nobody_is_let_in_anywhere(walk: Walk) -> None:
    wrong = [w for row in ASKED for w in told(walk, "nobody", row, is_sent_away)]
    assert "\n".join(wrong) == ""


def test_other_roles_are_refused(walk: Walk) -> None:
    wrong = [
        w
        for row in ASKED
        for who in HERE
        if walk.roles[who] not in row.roles
        for w in told(walk, who, row, is_refused)
    ]
    assert "\n".join(wrong) == ""


def test_the_right_role_elsewhere_finds_nothing(walk: Walk) -> None:
    wrong = [
        w
        for row in ASKED
        if row.reach != "none"
        for who in ELSEWHERE
        if walk.roles[who] in row.roles
        for w in told(walk, who, row, is_hidden(row))
    ]
    assert "\n".join(wrong) == ""


def is_for_sets(row: Access, who: str) -> bool:
    """Clerks send for counting sets; the unit here is a polling unit."""
    return row.who == "senders" and who == "clerk"


def is_of_whole(row: Access, who: str) -> bool:
    """People of one centre do not have the whole constituency."""
    return row.reach == "constituency" and who in {"reviewer", "supervisor"}


def test_people_of_a_centre_do_not_find_their_constituency_s_page(walk: Walk) -> None:
    both = [(row, who) for row in ASKED for who in HERE if is_of_whole(row, who)]
    rows = [(row, who) for row, who in both if walk.roles[who] in row.roles]
    assert rows
    wrong = [w for row, who in rows for w in told(walk, who, row, is_hidden(row))]
    assert "\n".join(wrong) == ""


def test_a_clerk_sends_for_no_polling_unit(walk: Walk) -> None:
    rows = [row for row in ASKED if is_for_sets(row, "clerk")]
    assert rows
    wrong = [w for row in rows for w in told(walk, "clerk", row, is_hidden(row))]
    assert "\n".join(wrong) == ""


def test_the_right_role_in_its_area_is_let_in(walk: Walk) -> None:
    wrong = [
        w
        for row in ASKED
        if row.at not in NO_LETTER
        for who in HERE
        if walk.roles[who] in row.roles and not (is_for_sets(row, who) or is_of_whole(row, who))
        for w in told(walk, who, row, is_let_in)
    ]
    assert "\n".join(wrong) == ""


def test_what_is_open_to_anyone_never_fails(walk: Walk) -> None:
    rows = [r for r in access_table() if r.who == ANYONE and r.at not in {*DEMO, NOT_READY}]
    wrong = [w for row in rows for w in told(walk, "nobody", row, lambda a: a.status_code < 500)]
    assert "\n".join(wrong) == ""


def test_the_page_of_the_notes_is_the_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "access.md").read_text("utf-8")
    assert page[page.index(START) :] == access_section()
