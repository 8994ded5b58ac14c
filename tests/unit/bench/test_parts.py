from models.values.forms import forms
from models.values.reading import CellScan, Ink, PageScan
from ocr.bench.parts import compared_rows, decided_again, joint_off, words_alone, words_off
from ocr.bench.sheets import Compared, ReadSheet
from ocr.bench.truth import TrueCell, TrueSheet
from ocr.reader import read_scans

BOX = (0, 0, 9, 9)
FORM = forms()[0]


def read_sheet() -> ReadSheet:
    """Return a sheet of one row whose digits look like 44 while its words say 424."""
    seen = CellScan("row:1", Ink.DIGITS, ((44, 0.6), (424, 0.3)), BOX, words=((424, 0.95),))
    scan = PageScan(FORM.code, 1, (), {}, {}, (seen,), None, None, 1.0)
    reading = read_scans(["page.jpg"], [scan], form=FORM, numbers=[1])
    true = TrueCell(424, "digits")
    compared = Compared("row:1", true, reading.cells.get("row:1"))
    return ReadSheet(TrueSheet("sheet", FORM.code, (), {"row:1": true}), reading, (compared,), 1.0)


def test_the_words_are_left_out_and_nothing_else() -> None:
    heard = read_sheet()
    (deaf,) = decided_again([heard], words_off)
    assert [c.right for c in heard.cells] == [True]
    assert [c.cell.value for c in deaf.cells if c.cell] == [44]
    assert deaf.reading is heard.reading


def test_the_words_alone_are_counted_where_there_are_any() -> None:
    alone = words_alone([read_sheet()])
    assert (alone.right, alone.count) == (1, 1)


def test_every_line_compares_both() -> None:
    rows = compared_rows([read_sheet()])
    assert {len(row) for row in rows} == {4}
    assert "0 of 1" in rows[0][2]
    assert "1 of 1" in rows[0][3]


def test_without_the_sums_each_cell_speaks_for_itself() -> None:
    (alone,) = decided_again([read_sheet()], joint_off)
    assert [(c.cell.value, c.cell.accepted) for c in alone.cells if c.cell] == [(424, False)]
