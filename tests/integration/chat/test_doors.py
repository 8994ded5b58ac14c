import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from prometheus_client import generate_latest
from pydantic import SecretStr

from bot.doors import MAX_BODY, MEASURES
from models.tables.chat import InboxEvent
from tests.fixtures.desk import DeskHouse

SECRET = "telegram-secret"
CHANNEL = "line-channel-secret"


@pytest.fixture
def client(desk: DeskHouse) -> Iterator[TestClient]:
    secrets = {"telegram_secret": SecretStr(SECRET), "line_channel_secret": SecretStr(CHANNEL)}
    desk.app.state.settings = desk.app.state.settings.model_copy(update=secrets)
    with desk.new_client() as opened:
        yield opened


def telegram(client: TestClient, update: Any, secret: str = SECRET) -> Response:
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    headers = {"x-telegram-bot-api-secret-token": secret}
    return client.post("/telegram", content=body, headers=headers)


def line(client: TestClient, body: Any, secret: str = CHANNEL) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    made = base64.b64encode(hmac.new(secret.encode(), data, hashlib.sha256).digest())
    return client.post("/line", content=data, headers={"x-line-signature": made.decode()})


def message(update_id: int, text: str = "สวัสดี") -> dict[str, Any]:
    chat = {"id": 77, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": 1, "chat": chat, "text": text}}


def said(event_id: str, user: str = "U1") -> dict[str, Any]:
    source = {"type": "user", "userId": user}
    return {"type": "message", "webhookEventId": event_id, "source": source, "message": {}}


def kept(desk: DeskHouse) -> list[tuple[str, str, str]]:
    return [(e.platform.value, e.event_id, e.chat_key) for e in desk.all(InboxEvent)]


def test_an_update_is_kept_as_it_came_and_once(client: TestClient, desk: DeskHouse) -> None:
    answers = [telegram(client, message(n)).status_code for n in (5, 3, 5)]
    assert answers == [200, 200, 200]
    assert kept(desk) == [("telegram", "5", "77"), ("telegram", "3", "77")]
    assert desk.all(InboxEvent)[0].body == message(5)


@pytest.mark.parametrize(
    ("update", "key"),
    [
        ({"update_id": 1, "poll": {"id": "x"}}, "-"),
        ({"update_id": 1, "message": None}, "-"),
        ({"update_id": 1, "callback_query": {"id": "9", "from": {"id": 77}}}, "77"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5, "type": "group"}}}, "-5"),
    ],
)
def test_every_kind_of_update_is_kept(
    client: TestClient, desk: DeskHouse, update: dict[str, Any], key: str
) -> None:
    assert telegram(client, update).status_code == 200
    assert kept(desk) == [("telegram", "1", key)]


def test_an_update_without_an_id_is_known_by_its_content(
    client: TestClient, desk: DeskHouse
) -> None:
    assert [telegram(client, {"odd": 1}).status_code for _ in range(2)] == [200, 200]
    assert len(kept(desk)) == 1


def test_a_wrong_secret_is_counted_and_nothing_is_kept(client: TestClient, desk: DeskHouse) -> None:
    answers = [telegram(client, message(1), s).status_code for s in ("", "telegram-secreT")]
    assert answers == [403, 403]
    assert kept(desk) == []
    measured = generate_latest(MEASURES).decode()
    assert 'khanaen_chat_refused_total{door="/telegram",status="403"}' in measured


@pytest.mark.parametrize("body", [b"\xff\xfe{}", b"not json", b"[]", b"", b"[" * 100_000])
def test_what_is_no_object_is_refused(client: TestClient, desk: DeskHouse, body: bytes) -> None:
    assert telegram(client, body).status_code == 400
    assert kept(desk) == []


def test_each_event_of_a_delivery_is_kept_once(client: TestClient, desk: DeskHouse) -> None:
    body = {"destination": "D", "events": [said("a"), said("b", "U2")]}
    again = {"destination": "D", "events": [{**said("a"), "deliveryContext": {"isRedelivery": 1}}]}
    assert [line(client, b).status_code for b in (body, again)] == [200, 200]
    assert kept(desk) == [("line", "a", "user:U1"), ("line", "b", "user:U2")]


@pytest.mark.parametrize("body", [{"events": []}, {}, {"events": None}, {"events": ["odd", 1]}])
def test_a_delivery_without_events_is_well(
    client: TestClient, desk: DeskHouse, body: dict[str, Any]
) -> None:
    assert line(client, body).status_code == 200
    assert kept(desk) == []


def test_one_odd_event_does_not_spoil_the_others(client: TestClient, desk: DeskHouse) -> None:
    odd = {"type": "neverSeen", "webhookEventId": "x" * 500, "source": {"type": "moon"}}
    assert line(client, {"events": [odd, said("a")]}).status_code == 200
    assert [key for _, _, key in kept(desk)] == ["-", "user:U1"]


def test_groups_have_conversations_of_their_own(client: TestClient, desk: DeskHouse) -> None:
    group = {**said("a"), "source": {"type": "group", "groupId": "C1", "userId": "U1"}}
    line(client, {"events": [group]})
    assert kept(desk) == [("line", "a", "group:C1")]


def test_a_wrong_signature_is_refused(client: TestClient, desk: DeskHouse) -> None:
    body = {"events": [said("a")]}
    assert line(client, body, "other secret").status_code == 401
    assert client.post("/line", content=json.dumps(body).encode()).status_code == 401
    signed = line(client, body).request
    changed = signed.content.replace(b'"a"', b'"b"')
    headers = {"x-line-signature": signed.headers["x-line-signature"]}
    assert client.post("/line", content=changed, headers=headers).status_code == 401
    assert [key for _, key, _ in kept(desk)] == ["a"]


def test_bytes_that_are_no_text_were_never_signed(client: TestClient, desk: DeskHouse) -> None:
    assert line(client, b'\xff{"events": []}').status_code == 401
    assert line(client, b"signed but no json").status_code == 400
    assert kept(desk) == []


@pytest.mark.parametrize("path", ["/telegram", "/line"])
def test_a_huge_body_is_refused_announced_or_not(client: TestClient, path: str) -> None:
    huge = b" " * (MAX_BODY + 1)
    assert client.post(path, content=huge).status_code == 413
    assert client.post(path, content=iter([huge])).status_code == 413


@pytest.mark.parametrize("path", ["/telegram", "/line"])
def test_a_platform_that_is_not_in_use_has_no_door(desk: DeskHouse, path: str) -> None:
    assert desk.new_client().post(path, content=b"{}").status_code == 404
