from dataclasses import replace

from bot.conversation.asking import MOST_FOLLOWED
from bot.conversation.effects import Subscribe
from bot.conversation.events import PublicAnswer
from models.values.chat import Platform
from tests.unit.chat.talking import STRANGER, Talk

MANY = tuple(f"90-{n}" for n in range(1, MOST_FOLLOWED + 1))
ANSWER = PublicAnswer("เขต 9", constituency="90-9")


def test_a_few_constituencies_can_be_followed_and_one_changed_for_another() -> None:
    talk = Talk(replace(STRANGER, followed=MANY[1:])).hear(ANSWER).tap("ติดตามผลเขตนี้")
    assert talk.effects == (Subscribe("90-9", is_following=True),)
    talk = Talk(replace(STRANGER, followed=MANY)).hear(ANSWER).tap("ติดตามผลเขตนี้")
    assert talk.effects == ()
    assert len(talk.labels) == MOST_FOLLOWED
    assert talk.tap("เลิกติดตาม 90-2").effects == (Subscribe("90-2", is_following=False),)


def test_where_pushes_cost_nothing_only() -> None:
    on_line = replace(STRANGER, platform=Platform.LINE)
    assert Talk(on_line).hear(ANSWER).labels == []
