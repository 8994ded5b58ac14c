from pathlib import Path

from ocr.bench.shares import reported

REPORTS = """amphoe,tambon,unit,eligible,came,used,good,invalid,no_vote,v1,v2,v3
ก,ข,1,90,60,60,50,6,4,30,20,
ก,ข,2,90,60,60,50,6,4,30,19,
ก,ข,3,90,60,60,,6,4,30,20,
"""


def test_only_reports_that_add_up_are_drawn(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(REPORTS, encoding="utf-8-sig")
    (counts,) = reported(file)
    assert (counts["on_roll"], counts["total"], counts["row:2"]) == (90, 50, 20)
    assert "row:3" not in counts
