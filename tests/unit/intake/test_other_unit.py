import pytest

from intake.placing import other_unit
from models.values.reading import HeaderValue, PageScan

OURS = {"unit": 4, "moo": 2, "constituency": 1}


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
    ],
)
def test_one_odd_number_in_the_head_holds_nothing(written: PageScan) -> None:
    assert other_unit(written, OURS) is None


@pytest.mark.parametrize(
    "written",
    [
        scan(unit=("7", 0.99), moo=("5", 0.99)),
        scan(unit=("๗", 0.99), constituency=("3", 0.99)),
    ],
)
def test_two_odd_numbers_name_the_other_unit(written: PageScan) -> None:
    assert other_unit(written, OURS) == "7"
