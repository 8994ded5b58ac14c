"""Every answer is safe to show, and no question may be without end."""

import asyncio

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.headers import MAX_BODY, BodyLimit, SafeHeaders
from app.opening import Ground, folder_of
from app.web import create_app


@pytest.mark.parametrize("path", ["/healthz", "/send", "/review", "/demo", "/nothing-here"])
def test_every_answer_carries_a_strict_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_over_https_browsers_are_told_to_stay(demo_ground: Ground) -> None:
    app = SafeHeaders(create_app(demo_ground), is_https=True)
    headers = TestClient(app).get("/healthz").headers
    assert "max-age" in headers["strict-transport-security"]


def test_over_http_they_are_not(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/healthz").headers


def test_published_texts_are_sent_packed_and_pages_with_tokens_are_not(demo_ground: Ground) -> None:
    client = TestClient(create_app(demo_ground))
    folder = folder_of(demo_ground.settings.publish_url)
    assert folder is not None
    (folder / "packed.html").write_text("ก" * 5000)
    (folder / "packed.jpg").write_bytes(b"x" * 5000)
    page = client.get("/packed.html")
    assert page.headers["content-encoding"] == "gzip"
    assert page.text == "ก" * 5000
    assert client.head("/packed.html").headers["last-modified"]
    assert "content-encoding" not in client.get("/packed.jpg").headers
    assert "content-encoding" not in client.get("/review/sign-in").headers


def test_an_announced_flood_is_refused_at_once(client: TestClient) -> None:
    answer = client.post("/send/photos", headers={"content-length": str(MAX_BODY + 1)})
    assert answer.status_code == 413


def test_an_unannounced_flood_is_cut() -> None:
    seen: list[Message] = []

    async def read_all(_scope: Scope, receive: Receive, _send: Send) -> None:
        while not seen or seen[-1]["type"] == "http.request":
            seen.append(await receive())

    async def flood() -> Message:
        return {"type": "http.request", "body": bytes(10), "more_body": True}

    async def nobody_listens(_message: Message) -> None:
        raise AssertionError

    limited = BodyLimit(read_all, limit=35)
    asyncio.run(limited({"type": "http", "headers": []}, flood, nobody_listens))
    assert [m["type"] for m in seen] == ["http.request"] * 3 + ["http.disconnect"]
