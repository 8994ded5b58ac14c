"""Receipt numbers that people read to each other."""

from intake.receipts import ALPHABET, draw_receipt, tidy_receipt


def test_a_number_is_short_and_readable() -> None:
    number = draw_receipt()
    assert len(number) == 9
    assert number[4] == "-"
    assert set(number.replace("-", "")) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_what_a_person_types_is_tidied() -> None:
    number = draw_receipt()
    typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert tidy_receipt(typed) == number


def test_one_wrong_character_is_noticed() -> None:
    number = draw_receipt()
    for place in (i for i in range(9) if i != 4):
        for wrong in ALPHABET:
            if wrong != number[place]:
                assert tidy_receipt(number[:place] + wrong + number[place + 1 :]) is None


def test_nonsense_is_no_number() -> None:
    assert tidy_receipt("") is None
    assert tidy_receipt("ABCD-EFG?") is None
