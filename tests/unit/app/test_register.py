"""A register from one CSV file, for `khanaen read --register`."""

from pathlib import Path

import pytest

from app.register import BadRegister, load_register, names_of


def register(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "units.csv"
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    return file


def test_a_unit_has_the_parts_that_its_line_fills(tmp_path: Path) -> None:
    file = register(
        tmp_path, "code,area,unit,moo", "A-1,ตำบลนาดี,1,", "A-2,ตำบลวังหิน,2,7", "A-3,ตำบลนาดี,3,1"
    )
    first, second, _ = load_register(file)
    assert (first.numbers, first.names) == ({"unit": 1}, {"area": "ตำบลนาดี"})
    assert second.numbers == {"unit": 2, "moo": 7}
    assert names_of(load_register(file))["area"] == ("ตำบลนาดี", "ตำบลวังหิน")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("area,unit", "นาดี,1"), "code"),
        (("code,unit,colour", "A,1,red"), "colour"),
        (("code,unit", ",1"), "2"),
        (("code,unit", "A,one"), "unit"),
        (("code,unit", "A,1", "A,2"), "twice"),
    ],
)
def test_what_is_no_register_is_refused_with_the_reason(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadRegister, match=said):
        load_register(register(tmp_path, *lines))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes("code,area\nA,ตำบล\n".encode("cp874"))
    with pytest.raises(BadRegister, match="UTF-8"):
        load_register(file)
