"""Raw events are understood leniently; nothing that a platform may send stops the line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts import Media
from bot.conversation.events import (
    Album,
    Blocked,
    Followed,
    InGroup,
    OtherMedia,
    PhotoLost,
    Said,
    Tapped,
    Trouble,
    Unknown,
)
from bot.line import events as line
from bot.telegram import updates as telegram

CHAT = {"id": 77, "type": "private"}
USER = {"type": "user", "userId": "U1"}
SIZES = [{"file_id": "s", "width": 90}, {"file_id": "l", "width": 1280, "file_size": 200_000}]


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ({"text": "/start 7QK2"}, Said("/start 7QK2")),
        ({"photo": SIZES}, Media("l")),
        ({"photo": SIZES, "media_group_id": "g"}, Media("l", album=Album("g"))),
        ({"document": {"file_id": "d", "file_name": "a.heic"}}, Media("d", "a.heic")),
        ({"document": {"file_id": "d", "file_size": 20_000_001}}, PhotoLost(Trouble.TOO_LARGE)),
        ({"document": {"file_id": "d"}, "animation": {}}, OtherMedia()),
        ({"sticker": {}}, OtherMedia()),
        ({"video": {}}, OtherMedia()),
        ({"voice": {}}, OtherMedia()),
        ({"contact": {}}, OtherMedia()),
        ({"pinned_message": {}}, Unknown()),
        ({"photo": "odd"}, Unknown()),
        ({"document": {"file_id": {}}}, Unknown()),
    ],
)
def test_telegrams_messages(message: dict[str, Any], what: object) -> None:
    update = {"update_id": 1, "message": {"chat": CHAT, **message}}
    assert telegram.understand(update).what == what


def test_telegrams_other_updates() -> None:
    tap = {"callback_query": {"id": "9", "from": {"id": 7, "first_name": "มาลี"}, "data": "c1"}}
    heard = telegram.understand(tap)
    assert (heard.what, heard.tap_id, heard.display_name) == (Tapped("c1"), "9", "มาลี")
    group = {"chat": {"id": -1, "type": "supergroup"}}
    assert telegram.understand({"message": {**group, "text": "x"}}).what == InGroup()
    assert telegram.understand({"channel_post": {**group, "text": "x"}}).what == InGroup()
    blocked = {"chat": CHAT, "new_chat_member": {"status": "kicked"}}
    assert telegram.understand({"my_chat_member": blocked}).what == Blocked()
    assert telegram.understand({"edited_message": {"chat": CHAT, "text": "x"}}).what == Unknown()


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ({"type": "text", "text": "สถานะ"}, Said("สถานะ")),
        ({"type": "image", "id": "9"}, Media("9", message_id="9")),
        (
            {"type": "image", "id": "9", "imageSet": {"id": "s", "index": 1, "total": 6}},
            Media("9", album=Album("s", 6), message_id="9"),
        ),
        (
            {"type": "image", "id": "9", "imageSet": {"id": "s"}},
            Media("9", album=Album("s"), message_id="9"),
        ),
        (
            {"type": "image", "id": "9", "contentProvider": {"type": "external"}},
            PhotoLost(Trouble.ELSEWHERE),
        ),
        (
            {"type": "file", "id": "9", "fileName": "a.pdf", "fileSize": 9},
            Media("9", "a.pdf", message_id="9"),
        ),
        ({"type": "file", "id": "9", "fileSize": 10**9}, PhotoLost(Trouble.TOO_LARGE)),
        ({"type": "image", "id": "../../x"}, Unknown()),
        ({"type": "sticker"}, OtherMedia()),
        ({"type": "audio"}, OtherMedia()),
        ({"type": "video"}, OtherMedia()),
        ({"type": "new kind"}, Unknown()),
    ],
)
def test_lines_messages(message: dict[str, Any], what: object) -> None:
    event = {"type": "message", "source": USER, "replyToken": "t", "message": message}
    assert line.understand(event).what == what
    assert line.understand(event).reply_token == "t"


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ({"type": "postback", "source": USER, "postback": {"data": "c1"}}, Tapped("c1")),
        ({"type": "follow", "source": USER}, Followed()),
        ({"type": "unfollow", "source": USER}, Blocked()),
        ({"type": "join", "source": {"type": "group", "groupId": "C"}}, InGroup()),
        ({"type": "leave", "source": {"type": "group", "groupId": "C"}}, Unknown()),
        ({"type": "message", "mode": "standby", "source": USER, "message": {}}, Unknown()),
        ({"type": "unsend", "source": USER}, Unknown()),
        ({}, Unknown()),
    ],
)
def test_lines_other_events(event: dict[str, Any], what: object) -> None:
    assert line.understand(event).what == what


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
WORDS = """
    message type text photo document file_id source mode postback data chat id callback_query from
    my_chat_member new_chat_member contentProvider imageSet replyToken
"""
NAMES = st.sampled_from(WORDS.split())


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, JSON, max_size=4) | JSON, max_size=5))
def test_no_event_is_too_odd(raw: dict[str, Any]) -> None:
    assert line.understand(raw).what is not None
    assert telegram.understand(raw).what is not None
