"""Links to pictures: only those that we signed, only while they last, never a folder."""

from datetime import timedelta

import pytest

from bot.media import LASTING, link_to
from tests.fixtures.desk import SECRET, DeskHouse
from tests.fixtures.pictures import picture

BASE = "https://khanaen.example"


def path_of(desk: DeskHouse, data: bytes) -> str:
    sha256 = desk.store.write(data)
    return link_to(BASE, SECRET.encode(), sha256, data, desk.clock.at).removeprefix(BASE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_signed_link_gives_the_picture(desk: DeskHouse, kind: str) -> None:
    data = picture(1, kind)
    found = desk.new_client().get(path_of(desk, data))
    assert found.content == data
    assert found.headers["content-type"] == f"image/{kind.lower()}"


def test_a_link_is_over_after_a_while(desk: DeskHouse) -> None:
    path = path_of(desk, picture(1))
    desk.clock.at += LASTING - timedelta(seconds=1)
    assert desk.new_client().get(path).status_code == 200
    desk.clock.pass_by(seconds=2)
    assert desk.new_client().get(path).status_code == 410


def test_what_we_did_not_sign_is_not_there(desk: DeskHouse) -> None:
    path, other = path_of(desk, picture(1)), path_of(desk, picture(2))
    name, query = path.split("?")
    until, sign = query.split("&")
    client = desk.new_client()
    for tampered in (
        name,
        f"{name}?{until}",
        f"{name}?{until}&sign=",
        f"{name}?until=9999999999&{sign}",
        f"{other.split('?')[0]}?{query}",
        f"{name}?{query[:-1]}",
        f"{name}?{until}&sign=%E0%B8%81",
        "/media/",
        "/media/..%2fkhanaen.sqlite3?" + query,
        "/media/" + "0" * 64 + ".jpg?" + query,
    ):
        assert client.get(tampered).status_code == 404, tampered


def test_a_signed_name_that_is_not_kept_is_not_there(desk: DeskHouse) -> None:
    data = picture(3)
    link = link_to(BASE, SECRET.encode(), "0" * 64, data, desk.clock.at)
    assert desk.new_client().get(link.removeprefix(BASE)).status_code == 404


@pytest.mark.parametrize(("base", "data"), [("http://x", picture(1)), (BASE, b"no picture")])
def test_no_link_where_the_platform_would_not_take_it(base: str, data: bytes) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    assert link_to(base, b"s", "0" * 64, data, datetime(2026, 2, 8, tzinfo=UTC)) == ""
