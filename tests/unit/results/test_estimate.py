from typing import Any

from results.constituency_page import estimate_of


def manifest(*units: tuple[str, str, int | None]) -> dict[str, Any]:
    return {
        "turnout": {"used": 300, "on_roll": 400},
        "units": [{"where": w, "kind": k, "on_roll": roll} for w, k, roll in units],
    }


def test_what_is_out_is_taken_to_vote_as_what_is_in() -> None:
    found = estimate_of(
        manifest(
            ("counted", "polling_unit", 400),
            ("not_in", "polling_unit", 600),
            ("withheld", "polling_unit", 200),
            ("not_in", "counting_set", None),
        )
    )
    assert found == {"ballots": 600, "sets": 1}


def test_nothing_is_estimated_from_nothing() -> None:
    assert estimate_of(manifest(("counted", "polling_unit", 400))) is None
    assert estimate_of(manifest(("not_in", "polling_unit", None))) is None
    empty = manifest(("not_in", "polling_unit", 600)) | {"turnout": None}
    assert estimate_of(empty) is None
