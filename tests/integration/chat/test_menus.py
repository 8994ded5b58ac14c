"""Menus by role: made once, put into a chat on enrolling, taken away on barring."""

import pytest
from sqlmodel import select

from bot.chat.menus import Usher
from bot.conversation.menu import menu_word
from bot.line.account import LineAccount
from bot.line.menu_picture import HIGH, WIDE, places
from bot.menus import COMMANDS, TILES
from models.store.enrolment import revoke_person
from models.tables.chat import Conversation
from models.tables.people import Person
from models.values.chat import AccountId, Menu, Platform
from pages.lettering import can_letter
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import Answer
from tests.fixtures.platform_specs import ARE_AT_HAND, menu_violations, telegram_violations
from tests.integration.chat.test_desks import enrol_desk

pytestmark = pytest.mark.skipif(not can_letter(), reason="no Thai lettering on this machine")

ALL = (Menu.PUBLIC, Menu.COMMITTEE, Menu.DESK)
MALI, NOI = 77, 88


def line_of(hall: ChatHall) -> LineAccount:
    account = hall.house.accounts[AccountId(Platform.LINE)]
    assert isinstance(account, LineAccount)
    return account


def enrol_on_line(hall: ChatHall, user: str) -> None:
    hall.line_says(user, hall.code())
    hall.line_says(user, "ใช่")
    hall.line_says(user, "มาลี")


def bar(hall: ChatHall, person_id: int | None) -> None:
    with hall.desk.database.writing() as session:
        person = session.get_one(Person, person_id)
        revoke_person(session, person, "key-x", hall.desk.clock.at)


def test_a_second_set_up_changes_nothing(hall: ChatHall) -> None:
    line = line_of(hall)
    assert line.set_up_menus(ALL, Menu.PUBLIC) == list(ALL)
    shelf = hall.line.shelf
    assert len(shelf.menus) == len(shelf.pictures) == 3
    assert shelf.default == shelf.aliases["khanaen-public"]
    before = len(hall.line.requests)
    assert line.set_up_menus(ALL, Menu.PUBLIC) == []
    assert {r.method for r in hall.line.requests[before:]} == {"GET"}


def test_what_is_ours_and_old_goes_and_what_is_others_stays(hall: ChatHall) -> None:
    line, shelf = line_of(hall), hall.line.shelf
    line.set_up_menus(ALL, Menu.PUBLIC)
    desk = shelf.aliases["khanaen-desk"]
    shelf.menus[desk] = {**shelf.menus[desk], "name": "khanaen desk of an older version"}
    shelf.menus["theirs"] = {**shelf.menus[desk], "name": "spring sale"}
    assert line.set_up_menus(ALL, Menu.PUBLIC) == [Menu.DESK]
    assert desk not in shelf.menus
    assert "theirs" in shelf.menus
    assert line.set_up_menus((Menu.COMMITTEE, Menu.DESK), None) == []
    assert set(shelf.aliases) == {"khanaen-committee", "khanaen-desk"}
    assert shelf.default == ""


def test_a_menu_whose_picture_was_lost_half_way_is_made_anew(hall: ChatHall) -> None:
    line, shelf = line_of(hall), hall.line.shelf
    line.set_up_menus(ALL, Menu.PUBLIC)
    del shelf.aliases["khanaen-desk"]
    assert line.set_up_menus(ALL, Menu.PUBLIC) == [Menu.DESK]
    assert len(shelf.menus) == 3


def test_a_chat_has_the_menu_of_what_its_person_may_do(hall: ChatHall) -> None:
    line_of(hall).set_up_menus(ALL, Menu.PUBLIC)
    usher, shelf = Usher(hall.house), hall.line.shelf
    hall.line_says("U1", "เมนู")
    assert usher.tend() == 0
    enrol_on_line(hall, "U1")
    assert (usher.tend(), usher.tend()) == (1, 0)
    assert shelf.links == {"U1": shelf.aliases["khanaen-committee"]}
    [chat] = hall.desk.all(Conversation)
    bar(hall, chat.person_id)
    assert usher.tend() == 1
    assert shelf.links == {}


def test_a_menu_that_changed_is_put_into_every_chat_again(hall: ChatHall) -> None:
    line, shelf = line_of(hall), hall.line.shelf
    line.set_up_menus(ALL, Menu.PUBLIC)
    enrol_on_line(hall, "U1")
    Usher(hall.house).tend()
    old = shelf.aliases["khanaen-committee"]
    shelf.menus[old] = {**shelf.menus[old], "name": "khanaen committee of an older version"}
    line.set_up_menus(ALL, Menu.PUBLIC)
    assert Usher(hall.house).tend() == 1
    assert shelf.links["U1"] == shelf.aliases["khanaen-committee"] != old


def test_where_no_menus_were_set_up_nothing_is_asked_of_anybodys_chat(hall: ChatHall) -> None:
    enrol_on_line(hall, "U1")
    assert Usher(hall.house).tend() == 0
    assert hall.line.shelf.links == {}


def test_telegram_commands_follow_the_person(hall: ChatHall) -> None:
    hall.enrol(MALI)
    enrol_desk(hall, NOI)
    usher = Usher(hall.house)
    assert usher.tend() == 2
    for language in ("", "en"):
        names = hall.telegram.commands[str(MALI), language]
        assert names == [row[0] for row in COMMANDS[Menu.COMMITTEE]]
        assert "units" in hall.telegram.commands[str(NOI), language]
    with hall.desk.database.reading() as session:
        wanted = select(Conversation.person_id).where(Conversation.chat_key == str(NOI))
        person = session.exec(wanted).one()
    bar(hall, person)
    assert usher.tend() == 1
    assert {chat for chat, _ in hall.telegram.commands} == {str(MALI)}


def test_a_platform_that_is_down_is_asked_again(hall: ChatHall) -> None:
    hall.enrol(MALI)
    usher = Usher(hall.house)
    hall.telegram.next_answers.append(Answer(500, {"ok": False, "description": "Internal"}))
    assert (usher.tend(), usher.tend()) == (0, 1)
    [chat] = hall.desk.all(Conversation)
    assert chat.menu.startswith("committee:")


@pytest.mark.skipif(not ARE_AT_HAND, reason="the platforms' descriptions are not here")
def test_calls_about_menus_keep_to_the_descriptions(hall: ChatHall) -> None:
    line_of(hall).set_up_menus(ALL, Menu.PUBLIC)
    hall.enrol(MALI)
    Usher(hall.house).tend()
    about = [r for r in hall.line.requests if "richmenu" in r.path]
    assert len(about) > 8
    assert [w for r in about for w in menu_violations(r)] == []
    commands = [r for r in hall.telegram.requests if "Commands" in r.path]
    assert commands
    assert [w for r in commands for w in telegram_violations(r)] == []


@pytest.mark.parametrize("menu", list(Menu))
def test_tiles_fill_the_picture_and_say_words_that_always_work(menu: Menu) -> None:
    area = sum(wide * high for _, (_, _, wide, high) in places(menu))
    assert area / (WIDE * HIGH) > 0.99
    for tile in (tile for row in TILES[menu] for tile in row):
        assert tile.opens or tile.says == "ทั้งประเทศ" or menu_word(tile.says) is not None
    for name, *_ in COMMANDS[menu]:
        assert menu_word(f"/{name}") is not None
