"""Every change has its correction."""

from typing import Any

import pytest

from results.conservation import lost_corrections, unexplained


def record(votes: int | None, *corrections: tuple[int, int | None, int | None]) -> dict[str, Any]:
    counts = {"good": 9} | ({} if votes is None else {"row:1": votes})
    entries = [
        {"id": id_, "ballot": "constituency", "key": "row:1", "old": old, "new": new}
        for id_, old, new in corrections
    ]
    return {"ballots": {"constituency": {"counts": counts}}, "corrections": entries}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(5), record(5)),
        (record(5), record(7, (1, 5, 7))),
        (record(5), record(8, (1, 5, 7), (2, 7, 8))),
        (record(7, (1, 5, 7)), record(8, (1, 5, 7), (2, 7, 8))),
        (record(5), record(None, (1, 5, None))),
        (record(None), record(5, (1, None, 5))),
        (record(5), record(5, (1, 5, 7), (2, 7, 5))),
    ],
)
def test_explained(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert unexplained(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(5), record(7)),
        (record(5), record(None)),
        (record(None), record(5)),
        (record(5), record(7, (1, 5, 6))),
        (record(5), record(7, (1, 6, 7))),
        (record(5), record(5, (1, 5, 7))),
        (record(7, (1, 5, 7)), record(9, (1, 5, 7))),
        (record(5), {"ballots": {}, "corrections": []}),
    ],
)
def test_a_silent_change_is_named(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert "constituency row:1" in unexplained(before, after)


def test_a_correction_stays_for_good() -> None:
    was = record(7, (1, 5, 7))
    assert lost_corrections(was, record(8, (1, 5, 7), (2, 7, 8))) == ()
    assert lost_corrections(was, record(7)) == (1,)
    assert lost_corrections(was, record(7, (1, 6, 7))) == (1,)
