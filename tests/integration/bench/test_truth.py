import json
from pathlib import Path

from ocr.bench.truth import TRUTH_FILE, load_truth

SHEET = {
    "doc": "invented",
    "form": "ส.ส. 5/16",
    "pages": ["pages/invented-1.jpg"],
    "header": {"eligible": 300, "received": None},
    "header_written": {"eligible": "digits", "received": "blank"},
    "envelopes": None,
    "ballots_found": 22,
    "scores": [
        {"number": 1, "votes": 6, "written": "digits"},
        {"number": 3, "votes": 0, "written": "dash"},
    ],
    "total": 6,
}


def test_no_transcription_is_no_sheets(tmp_path: Path) -> None:
    assert load_truth(tmp_path) == ()


def test_a_transcription_becomes_cells_by_key(tmp_path: Path) -> None:
    (tmp_path / TRUTH_FILE).write_text(json.dumps([SHEET]), "utf-8")
    (sheet,) = load_truth(tmp_path)
    assert sheet.numbers == (1, 3)
    assert sheet.cells["on_roll"].value == 300
    assert (sheet.cells["received"].value, sheet.cells["received"].has_digits) == (None, False)
    assert sheet.cells["row:3"].written == "dash"
    assert "envelopes" not in sheet.cells
    assert sheet.cells["ballots_found"].value == 22
