"""What axe finds on every page of the two doors, by day and by night, on a phone and a laptop."""

from collections.abc import Mapping
from typing import Literal

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import ViewportSize

from models.states.sheet import SheetState
from models.tables.people import Role
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.live import AXE, LiveDesk, faults, serious
from tests.fixtures.looks import take
from tests.integration.review.test_objections import code_of, send, ticket_of
from tests.integration.review.test_recall import published

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make setup"),
]

SIZES: Mapping[Literal["light", "dark"], ViewportSize] = {
    "light": {"width": 1366, "height": 768},
    "dark": {"width": 390, "height": 844},
}


def visit(
    live: LiveDesk, client: TestClient | None, *paths: str
) -> dict[tuple[str, str], list[str]]:
    """Look at each page by day on a laptop and by night on a phone, without loading it twice."""
    found = {}
    page = live.open_as(client, bypass_csp=True)
    for path in paths:
        page.goto(path)
        for scheme, size in SIZES.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            found[scheme, path] = faults(page)
    return {place: problems for place, problems in found.items() if problems}


def second_look(house: DeskHouse) -> TestClient:
    take(house.sign_in("rose")).type("row:4", "60").type("row:5", "20").send(
        seen="R203,R301,R302,R303,R304,R307"
    )
    client = house.sign_in("jasmine")
    client.post("/review/next", data={"csrf": token_of(client)})
    return client


def test_axe_would_say_so(live: LiveDesk) -> None:
    page = live.open_as(None, bypass_csp=True)
    page.goto("/send")
    page.evaluate("document.querySelector('label').remove()")
    assert serious(page) != []


def test_the_desk(live: LiveDesk) -> None:
    house = live.house
    house.sheet(counts={**COUNTS, "came": 403}, doubtful=frozenset({"row:4"}))
    assert visit(live, None, "/review/sign-in") == {}
    rose = house.sign_in("rose")
    take(rose)
    assert visit(live, rose, "/review", "/review/sheets/1", "/review/sheets/1?lang=en") == {}


def test_the_second_look_and_the_parked_lane(live: LiveDesk) -> None:
    house = live.house
    house.sheet()
    client = second_look(house)
    assert house.row(1).look == 2
    assert visit(live, client, "/review/sheets/1") == {}
    house.sheet(unit_id=2, state=SheetState.PARKED)
    paths = ("/review", "/review/units", "/review/posts/unit/1")
    assert visit(live, house.sign_in("lotus"), *paths) == {}


def test_the_form_for_a_wrong_number(live: LiveDesk) -> None:
    house = live.house
    published(house)
    ticket = ticket_of(send(house))
    form = f"/object?unit={code_of(house)}&ballot=constituency"
    paths = ("/object", form, f"{form}&lang=en", f"/object/{ticket}", "/object/ticket?number=x")
    assert visit(live, None, *paths) == {}
    assert visit(live, house.sign_in("lotus"), "/review/objections") == {}


def test_the_page_of_the_committee(live: LiveDesk) -> None:
    house = live.house
    house.sheet(counts={**COUNTS, "row:5": None}, doubtful=frozenset({"row:4"}),
                state=SheetState.READ_BACK)  # fmt: skip
    assert visit(live, None, "/send") == {}
    paths = ["/send", "/send/sheets/1", "/send/sheets/1?way=fix", "/send/sheets/1?way=paper"]
    assert visit(live, house.enrolled(), *paths) == {}


def test_the_phone_desk_and_a_recall(live: LiveDesk) -> None:
    house = live.house
    house.sheet()
    rose = house.sign_in("rose")
    take(rose).send()
    sent = {"csrf": token_of(rose), "reason": "misread"}
    rose.post("/review/sheets/1/recall", data=sent)
    totals = "/review/phone/totals?unit=90-1-2&ballot=constituency"
    assert visit(live, rose, "/review/phone", totals, "/review/sheets/1") == {}
    paths = ["/review", "/review?lang=en", "/review/sheets/1", "/review/counts"]
    assert visit(live, house.sign_in("lotus"), *paths) == {}


def test_the_pages_of_the_clerk(live: LiveDesk) -> None:
    house = live.house
    house.person("iris", Role.CLERK, constituency_id=1)
    iris = house.sign_in("iris")
    sent = {"csrf": token_of(iris), "origin": "ก", "received": "9", "opened": "9"}
    iris.post("/review/constituencies/1/envelopes", data=sent)
    one = "/review/constituencies/1"
    paths = ["/review/constituencies", one, f"{one}?lang=en", f"{one}/report/constituency",
             f"{one}/publication"]  # fmt: skip
    assert visit(live, iris, *paths) == {}
