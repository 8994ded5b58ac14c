"""Publishers are killed while they write; a reader who polls sees nothing amiss."""

from pathlib import Path

from app.nation.killing import kill_publishers

KILLS = 5


def test_killed_publishers_lead_no_reader_astray(tmp_path: Path) -> None:
    told: list[None] = []
    outcome = kill_publishers(tmp_path, KILLS, 3, lambda: told.append(None))
    assert outcome.troubles == []
    assert outcome.leftovers == 0
    assert (outcome.kills, len(told)) == (KILLS, KILLS)
    assert outcome.polls > 0
    assert outcome.snapshots >= 2
