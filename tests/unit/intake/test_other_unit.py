import pytest

from intake.placing import other_unit
from models.values.likely_units import UnitHead
from models.values.reading import HeaderValue, PageScan

OURS = UnitHead(
    "A-4",
    {"unit": 4, "moo": 2, "constituency": 1},
    {"area": "ตำบลนาดี", "amphoe": "ทุ่งทอง", "province": "ธารคำ"},
)


def scan(**head: tuple[str | None, float]) -> PageScan:
    values = {name: HeaderValue(*written) for name, written in head.items()}
    return PageScan("ส.ส. 5/18", 1, (), {}, values, (), None, None, 0.0)


@pytest.mark.parametrize(
    "written",
    [
        scan(),
        scan(unit=("4", 0.99), moo=("2", 0.99)),
        scan(unit=("๔", 0.99), constituency=("1", 0.99)),
        scan(unit=("7", 0.99), constituency=("1", 0.99)),
        scan(unit=("7", 0.99), constituency=("3", 0.5)),
        scan(unit=(None, 0.99), constituency=("3", 0.99)),
        scan(moo=("9", 0.99), constituency=("3", 0.99)),
        scan(area=("ตำบลสวนส้ม", 0.99), amphoe=("วังหิน", 0.99)),
        scan(unit=("7", 0.99), area=("ตำบลนาดี", 0.99)),
        scan(unit=("7", 0.99), area=("ตำบลสวนส้ม", 0.8)),
        scan(unit=("7", 0.99), area=(None, 0.99)),
    ],
)
def test_neither_one_odd_number_nor_names_alone_hold_a_page(written: PageScan) -> None:
    assert other_unit(written, OURS) is None


@pytest.mark.parametrize(
    "written",
    [
        scan(unit=("7", 0.99), moo=("5", 0.99)),
        scan(unit=("๗", 0.99), constituency=("3", 0.99)),
        scan(unit=("7", 0.99), area=("ตำบลสวนส้ม", 0.99)),
    ],
)
def test_a_further_odd_part_names_the_other_unit(written: PageScan) -> None:
    assert other_unit(written, OURS) == "7"
