from models.tables.people import Role
from tests.fixtures.desk import DeskHouse


def test_a_centre_desk_chooses_the_unit(desk: DeskHouse) -> None:
    desk.person("courier", Role.DESK, centre_id=1)
    client = desk.sign_in("courier")
    page = client.get("/send").text
    assert "ส่งของหน่วยใด" in page
    assert "90-1-1" in page
    assert "90-1-3" not in page
    assert "ได้รับ 0/2 หน้า" in client.get("/send?unit=90-1-2").text
    assert client.get("/send?unit=90-1-3").status_code == 404


def test_a_clerk_sends_for_counting_sets_only(desk: DeskHouse) -> None:
    desk.person("clerk", Role.CLERK, constituency_id=1)
    page = desk.sign_in("clerk").get("/send").text
    assert "ไม่มีหน่วยในพื้นที่ของท่าน" in page


def test_practice_before_the_close_of_poll(desk: DeskHouse) -> None:
    desk.clock.pass_by(hours=-6)
    assert "ซ้อมก่อนวันจริง" in desk.enrolled().get("/send").text
