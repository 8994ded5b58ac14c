"""A small night by chat: a committee on each platform, real processes, a reckoning."""

from pathlib import Path

import pytest

from app.rehearse.chat.committee import Habits
from app.rehearse.chat.hall import Wish
from app.rehearse.chat.night import play
from app.trial import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(280)]

BADLY = Habits(blurred=1.0, doubled=1.0, shuffled=1.0)


def test_every_page_comes_to_its_sheet_however_badly_it_was_sent(tmp_path: Path) -> None:
    wish = Wish(tmp_path, 2, seed=3, workers=1, port=free_port(), habits=BADLY, patience_s=200)
    steps: list[str] = []
    reckoning = play(wish, lambda what, done, total: steps.append(f"{what} {done}/{total}"))
    assert reckoning.troubles == (), steps[-1]
    assert (reckoning.queued, reckoning.right, reckoning.expected) == (4, 4, 4)
    assert reckoning.is_whole
