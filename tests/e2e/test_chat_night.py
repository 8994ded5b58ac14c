"""A small night by chat: committees on both platforms, real processes, a reckoning."""

import socket
from pathlib import Path

from app.rehearse.chat.committee import Habits
from app.rehearse.chat.hall import Wish
from app.rehearse.chat.night import play


def test_every_sheet_comes_to_the_queue_however_badly_it_was_sent(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    habits = Habits(blurred=0.5, doubled=1.0, shuffled=1.0)
    wish = Wish(tmp_path, 2, seed=3, workers=1, port=port, habits=habits, patience_s=200)
    steps: list[str] = []
    reckoning = play(wish, lambda what, done, total: steps.append(f"{what} {done}/{total}"))
    assert reckoning.troubles == (), steps[-1]
    assert (reckoning.queued, reckoning.expected) == (4, 4)
    assert reckoning.is_whole
