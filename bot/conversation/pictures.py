"""Pictures: kept in any state, answered by one receipt for each set."""

from bot.conversation.choosing import count_picture, hold_at_desk, unit_button
from bot.conversation.effects import NoteUnsent
from bot.conversation.events import Album, PhotoHeld, PhotoKept, PhotoLost, Trouble, Unsent
from bot.conversation.menu import ask_again
from bot.conversation.replies import Reply
from bot.conversation.state import MOST_HELD, Action, AlbumSoFar, Do, Held
from bot.conversation.turn import Turn
from models.values.chat import Platform
from models.values.refusals import sentence_of_refusal


def photo_kept(turn: Turn, event: PhotoKept) -> None:
    """Give the receipt; pictures of one album share one."""
    if turn.facts.desk is not None:
        is_new = event.refusal is None and not event.is_known
        album_key = event.album.key if event.album else ""
        count_picture(turn, album_key, event.unit_id, is_new=is_new)
    so_far = _so_far(turn, event.album)
    if event.refusal is not None:
        remark = turn.in_language(sentence_of_refusal(event.refusal))
        remarks = (*so_far.remarks, f"{event.receipt}: {remark}")
        so_far = AlbumSoFar(so_far.key, so_far.receipts, remarks)
    elif event.is_known:
        remark = turn.words("send.known", receipt=event.receipt)
        so_far = AlbumSoFar(so_far.key, so_far.receipts, (*so_far.remarks, remark))
    else:
        receipts = (*so_far.receipts, event.receipt)
        so_far = AlbumSoFar(so_far.key, receipts, so_far.remarks)
    if event.is_small and not turn.state.has_said_small:
        turn.change(has_said_small=True)
        is_line = turn.facts.platform is Platform.LINE
        small = turn.words("chat.small_line" if is_line else "chat.small_telegram")
        so_far = AlbumSoFar(so_far.key, so_far.receipts, (*so_far.remarks, small))
    _give_receipt(turn, so_far, event.album)


def photo_held(turn: Turn, event: PhotoHeld) -> None:
    """Say that a picture is kept, and ask for the code of its unit, or at a desk for the unit."""
    if turn.facts.desk is not None:
        hold_at_desk(turn, event)
        return
    known = {h.sha256 for h in turn.state.held}
    if event.sha256 not in known:
        album = event.album.key if event.album else ""
        new = Held(event.sha256, event.name, event.message_id, album)
        turn.change(held=(*turn.state.held, new)[:MOST_HELD])
    text = turn.words("chat.held", count=len(turn.state.held))
    turn.replies.append(Reply(text, merge="held"))


def unsent(turn: Turn, event: Unsent) -> None:
    """Forget a picture that waits for its unit; flag one that was submitted, which stays."""
    held = turn.state.held
    kept = tuple(h for h in held if h.message_id != event.message_id)
    if len(kept) < len(held):
        turn.change(held=kept)
    else:
        turn.effects.append(NoteUnsent(event.message_id))


def photo_lost(turn: Turn, event: PhotoLost) -> None:
    """Say why a picture could not be taken, and what to do instead."""
    is_line = turn.facts.platform is Platform.LINE
    if event.trouble is Trouble.TOO_LARGE and not is_line:
        turn.say(turn.words("chat.lost_too_large_telegram"))
    else:
        said = turn.words(f"chat.lost_{event.trouble.value}", other=turn.facts.other_bot)
        turn.say(said)
    if event.trouble is Trouble.TOO_MANY:
        ask_again(turn)


def _so_far(turn: Turn, album: Album | None) -> AlbumSoFar:
    return turn.state.album_so_far(album.key) if album else AlbumSoFar("")


def _give_receipt(turn: Turn, so_far: AlbumSoFar, album: Album | None) -> None:
    if album is not None:
        turn.change(albums=turn.state.with_album(so_far))
    lines = list(so_far.remarks)
    if so_far.receipts:
        lines.insert(0, _receipt_words(turn, so_far, album))
        if turn.facts.desk is not None and turn.facts.unit is not None:
            lines.insert(0, turn.facts.unit.name)
        lines.append(_next_words(turn))
    offers = turn.offer(_next_buttons(turn))
    came = len(so_far.receipts) + len(so_far.remarks)
    turn.replies.append(
        Reply(
            "\n".join(lines),
            offers,
            merge=f"album:{album.key}" if album else None,
            is_whole=album is not None and album.total is not None and came >= album.total,
        )
    )


def _next_buttons(turn: Turn) -> list[tuple[str, Action]]:
    """Return the way to what was read: on LINE a tap brings a fresh token, so that it is free."""
    unit = turn.facts.unit
    status = (turn.words("chat.status"), Action(Do.STATUS))
    if turn.facts.desk is not None:
        return [unit_button(turn), status]
    if turn.facts.platform is not Platform.LINE or (unit is not None and unit.is_before):
        return [status]
    return [(turn.words("chat.see_reading"), Action(Do.SHOW)), status]


def _receipt_words(turn: Turn, so_far: AlbumSoFar, album: Album | None) -> str:
    numbers = ", ".join(so_far.receipts)
    count = len(so_far.receipts)
    if album is not None and album.total:
        return turn.words("chat.receipt_of", count=count, all=album.total, receipts=numbers)
    return turn.words("chat.receipt", count=count, receipts=numbers)


def _next_words(turn: Turn) -> str:
    unit, desk = turn.facts.unit, turn.facts.desk
    if desk is not None:
        is_open = turn.state.round.sending_for
        return turn.words("chat.receipt_desk_open" if is_open else "chat.receipt_desk_full")
    if unit is not None and unit.is_before:
        return turn.words("send.step_practice_done")
    return turn.words("chat.receipt_next")
