"""A night with photos, as small as it gets: one unit, real doors, reader, reviewers, publisher."""

import json
from pathlib import Path

import pytest

from app.nation.playing import play_country
from tests.fixtures.reference import UNITS, write_reference

pytestmark = pytest.mark.e2e


def test_one_unit_goes_all_the_way(tmp_path: Path) -> None:
    source = write_reference(tmp_path / "reference")
    night = tmp_path / "night"
    assert play_country(source, night, 1 / (2 * UNITS), 0.0, "photos", 2) == 0
    figures = json.loads((night / "photos.json").read_text())
    assert figures["photos"] == figures["sent"] > 2
    assert figures["units_public"] == 1
    assert figures["read_back_s"]["p50"] > 0
    assert figures["release_s"]["p50"] >= figures["read_back_s"]["p50"]
    assert figures["machines_peak"] >= figures["machines_average"] >= 1
    assert (night / "country-photos-queue.png").read_bytes().startswith(b"\x89PNG")
