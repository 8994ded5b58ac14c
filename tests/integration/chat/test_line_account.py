import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from bot.accounts import Media, Parcel
from bot.conversation.replies import Choice, Outgoing
from bot.errors import (
    ContentGone,
    ContentTooLarge,
    PlatformError,
    Rejected,
    TokenSpent,
    TryLater,
    Unsure,
)
from bot.line.account import LineAccount, LineSettings
from intake.limits import MAX_BYTES
from tests.fixtures.chat_platforms import LINE_TOKEN, Answer, FakeLine, Request
from tests.fixtures.platform_models import line_model_violations
from tests.fixtures.platform_specs import ARE_AT_HAND, line_violations

MESSAGES = (Outgoing("หนึ่ง", ()), Outgoing("สอง", (Choice("c1", "สถานะ"), Choice("c2", "เมนู"))))


@pytest.fixture
def account(fake_line: FakeLine) -> Iterator[LineAccount]:
    opened = LineAccount(LineSettings(LINE_TOKEN, fake_line.address, fake_line.address))
    yield opened
    opened.close()


def push() -> Parcel:
    return Parcel("user:U1", MESSAGES, str(uuid4()), None)


def reply() -> Parcel:
    return Parcel("user:U1", MESSAGES, str(uuid4()), "t")


def test_an_answer_goes_by_its_token_once(account: LineAccount, fake_line: FakeLine) -> None:
    fake_line.tokens["t"] = "U1"
    account.send(reply())
    [sent] = fake_line.sent
    assert (sent.to, sent.texts, sent.is_push) == ("U1", ["หนึ่ง", "สอง"], False)
    assert sent.buttons == {"สถานะ": "c1", "เมนู": "c2"}
    with pytest.raises(TokenSpent):
        account.send(reply())


def test_a_repeated_push_is_said_once(account: LineAccount, fake_line: FakeLine) -> None:
    parcel = push()
    account.send(parcel)
    account.send(parcel)
    assert len(fake_line.sent) == 1
    assert fake_line.sent[0].is_push


def test_a_200_without_sent_messages_went_out(account: LineAccount, fake_line: FakeLine) -> None:
    fake_line.next_answers.append(Answer(200, {}))
    account.send(push())


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (
            Answer(429, {"message": "The API rate limit has been exceeded. Try again later."}),
            TryLater,
        ),
        (Answer(429, {"message": "You have reached your monthly limit."}), Rejected),
        (Answer(500), TryLater),
        (Answer(None), TryLater),
        (Answer(400, {"message": "The request body has 1 error(s)"}), Rejected),
        (Answer(401, {"message": "Authentication failed"}), Rejected),
        (Answer(302), Rejected),
    ],
)
def test_every_answer_to_a_push(
    account: LineAccount, fake_line: FakeLine, answer: Answer, raised: type[PlatformError]
) -> None:
    fake_line.next_answers.append(answer)
    with pytest.raises(raised):
        account.send(push())


@pytest.mark.parametrize("answer", [Answer(500), Answer(None), Answer(None, is_late=True)])
def test_a_reply_that_got_no_answer_leaves_us_unsure(
    account: LineAccount, fake_line: FakeLine, answer: Answer
) -> None:
    fake_line.tokens["t"] = "U1"
    fake_line.next_answers.append(answer)
    with pytest.raises(Unsure):
        account.send(reply())


def test_a_platform_that_is_down_was_not_reached() -> None:
    gone = FakeLine()
    gone.close()
    account = LineAccount(LineSettings(LINE_TOKEN, gone.address, gone.address))
    for parcel in (push(), reply()):
        with pytest.raises(TryLater):
            account.send(parcel)
    account.close()


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (Answer(202), TryLater),
        (Answer(404), ContentGone),
        (Answer(410), ContentGone),
        (Answer(500), TryLater),
        (Answer(None), TryLater),
        (Answer(200, b"x" * (MAX_BYTES + 1)), ContentTooLarge),
    ],
)
def test_every_answer_to_a_fetch(
    account: LineAccount, fake_line: FakeLine, answer: Answer, raised: type[PlatformError]
) -> None:
    fake_line.contents["9"] = answer
    with pytest.raises(raised):
        account.fetch(Media("9"))


def test_a_content_is_fetched(account: LineAccount, fake_line: FakeLine) -> None:
    fake_line.contents["9"] = Answer(200, b"picture")
    assert account.fetch(Media("9")) == b"picture"


@pytest.mark.skipif(not ARE_AT_HAND, reason="the platforms' descriptions are not at hand")
def test_every_call_is_as_line_describes_it(account: LineAccount, fake_line: FakeLine) -> None:
    fake_line.tokens["t"] = "U1"
    account.send(reply())
    account.send(push())
    assert [v for call in fake_line.requests for v in line_violations(call)] == []


def test_a_call_that_the_sdk_does_not_know_is_seen() -> None:
    body = {"replyToken": "t", "messages": [{"type": "text", "text": "x", "colour": "red"}]}
    call = Request("/v2/bot/message/reply", {}, json.dumps(body).encode(), 0.0)
    assert line_model_violations(call) != []
