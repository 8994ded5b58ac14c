"""Questions of the public: answered from what is published, followed up by buttons."""

from typing import Final

from bot.conversation.effects import AskPublic, Subscribe
from bot.conversation.events import News, PublicAnswer, Subscribed
from bot.conversation.menu import ask_again
from bot.conversation.reading_back import show_read_back
from bot.conversation.replies import Push, Reply
from bot.conversation.reporting import report_buttons
from bot.conversation.state import Action, Asking, Do
from bot.conversation.turn import Turn
from models.values.chat import Audience, Platform

MOST_FOLLOWED: Final = 5
"""Constituencies that one chat follows."""


def ask(turn: Turn, question: str) -> None:
    """Have a question looked up; the committees' account says where it is answered."""
    if turn.facts.audience is Audience.COMMITTEES:
        text = turn.words("chat.ask_other_bot", other=turn.facts.other_bot)
        turn.say(text)
        if turn.state.asking is not Asking.NOTHING or turn.facts.is_enrolled:
            repeat(turn)
        return
    turn.effects.append(AskPublic(question))


def public_answer(turn: Turn, event: PublicAnswer) -> None:
    """Say what is published, or that nothing was understood, and the open question again."""
    if not event.text:
        turn.say(turn.words("chat.not_understood"))
        repeat(turn)
        return
    offers = [(label, Action(Do.ASK, word=question)) for label, question in event.follow_ups]
    # Following means pushing, which only Telegram does for nothing.
    if event.constituency and turn.facts.platform is Platform.TELEGRAM:
        is_followed = event.constituency in turn.facts.followed
        label = turn.words("chat.unfollow" if is_followed else "chat.follow")
        do = Do.UNFOLLOW if is_followed else Do.FOLLOW
        offers.append((label, Action(do, word=event.constituency)))
    offers += report_buttons(turn, event.unit, event.ballots)
    choices = turn.offer(offers)
    reply = Reply(event.text, choices, picture=event.picture, card=event.card, push=Push.USEFUL)
    turn.replies.append(reply)


def follow(turn: Turn, action: Action) -> None:
    """Follow a constituency; of a few at once, so that nobody is told all night."""
    followed = turn.facts.followed
    if len(followed) >= MOST_FOLLOWED and action.word not in followed:
        stop = turn.words("chat.unfollow")
        offers = [(f"{stop} {code}", Action(Do.UNFOLLOW, word=code)) for code in followed]
        turn.say(turn.words("chat.follow_most", count=len(followed)), offers)
        return
    turn.effects.append(Subscribe(action.word, is_following=True))


def unfollow(turn: Turn, action: Action) -> None:
    """Follow a constituency no more."""
    turn.effects.append(Subscribe(action.word, is_following=False))


def subscribed(turn: Turn, event: Subscribed) -> None:
    """Say that it is followed, with the way back."""
    key = "chat.following" if event.is_following else "chat.not_following"
    do = Do.UNFOLLOW if event.is_following else Do.FOLLOW
    label = turn.words("chat.unfollow" if event.is_following else "chat.follow")
    turn.say(turn.words(key), [(label, Action(do, word=event.constituency))])


def news(turn: Turn, event: News) -> None:
    """Tell the new figures of a constituency that is followed."""
    if event.constituency in turn.facts.followed:
        turn.effects.append(AskPublic(event.constituency))


def repeat(turn: Turn) -> None:
    """Repeat the question that is open."""
    if turn.facts.unit is not None and turn.facts.unit.read_back is not None:
        show_read_back(turn)
    else:
        ask_again(turn)
