"""A caged reader outlives nothing, its worker everything: crash, hang, memory, endless work."""

import os
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from app.cage.errors import CageBroken, OutOfTime
from app.cage.looking import look
from app.cage.outside import Cage
from app.cage.print import answer
from app.cage.sight import Message, Sight
from app.settings import bare_environment
from intake.errors import Refused
from models.values.forms import form_by_code
from models.values.refusals import Refusal
from ocr.page import tesseract
from tests.fixtures.pictures import encrypted_pdf, pdf, picture
from tests.fixtures.poison import endless_pdf, memory_bomb
from tests.fixtures.sheets import drawn_sheet
from tests.integration.ocr_page.photos import photo, sheet


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    caged = Cage(1024, 1.0, bare_environment())
    yield caged
    caged.close()


def test_the_caged_reader_sees_what_a_free_one_sees(cage: Cage) -> None:
    photo = drawn_sheet().photos[0]
    caged, free = cage.see(photo, 0), look(photo, 0)
    assert caged.image is photo
    assert (caged.width, caged.height, caged.frames) == (free.width, free.height, free.frames)
    assert caged.scan.to_data()["cells"] == free.scan.to_data()["cells"]
    assert caged.public == free.public
    assert caged.public is not None


def test_a_title_is_read_outside_for_no_caged_reader_starts_a_program(
    cage: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def read_print(picture: NDArray[np.uint8]) -> str:
        asked.append(picture.shape)
        return form_by_code("ส.ส. 5/17 (บช)").title

    monkeypatch.setattr(tesseract, "printed_text", read_print)
    # A first page whose structure fits two forms of the party-list ballot.
    shot = photo(sheet("ส.ส. 5/17 (บช)", 3)[0], "hard", 1)
    assert cage.see(shot.jpeg, 0).scan.form == "ส.ส. 5/17 (บช)"
    assert len(asked) == 1
    starts = cage.starts
    cage.see(picture(), 0)
    assert cage.starts == starts


def test_what_is_no_title_is_not_read() -> None:
    for shape, pixels in (
        ([9_000_000, 2], b""),
        ([4, 4], b"short"),
        ([1, 1], b"x"),
        ([4], b"four"),
    ):
        with pytest.raises(ValueError, match=r"."):
            answer(Message({"print": shape}, pixels), lambda _: "title")


@pytest.mark.parametrize("kind", ["HEIF", "WEBP", "PNG"])
def test_other_kinds_of_pictures_are_decoded_within_the_walls(cage: Cage, kind: str) -> None:
    seen = cage.see(picture(kind=kind), 0)
    assert (seen.width, seen.height) == (320, 240)
    assert seen.image.startswith(b"\x89PNG" if kind == "PNG" else b"\xff\xd8")


def test_the_second_page_of_a_pdf_is_asked_for(cage: Cage) -> None:
    first, second = cage.see(pdf(2), 0), cage.see(pdf(2), 1)
    assert first.frames == second.frames == 2
    assert first.image != second.image


def test_a_refusal_keeps_its_reason_and_its_child(cage: Cage) -> None:
    cage.see(picture(), 0)
    before = cage.starts
    locked = encrypted_pdf() + b"\n%" + b" " * 4000
    for data, reason in ((locked, Refusal.ENCRYPTED_PDF), (b"a cat", Refusal.NOT_AN_IMAGE)):
        with pytest.raises(Refused) as refused:
            cage.see(data, 0)
        assert refused.value.reason is reason
    assert cage.starts == before


def test_a_picture_that_eats_memory_costs_one_child(cage: Cage) -> None:
    cage.see(picture(), 0)
    before = cage.starts
    with pytest.raises(CageBroken, match="MemoryError"):
        cage.see(memory_bomb(), 0)
    assert cage.see(picture(1), 0).width == 320
    assert cage.starts == before + 1


def test_a_pdf_without_end_is_ended(cage: Cage) -> None:
    # Under load its memory ends before its time.
    with pytest.raises((OutOfTime, CageBroken)):
        cage.see(endless_pdf(), 0)
    assert cage.see(picture(2), 0).width == 320


def test_a_crash_in_a_codec_is_an_error_of_that_picture_only() -> None:
    cage = Cage(1024, 60.0, bare_environment())
    cage.see(picture(), 0)
    pid = cage.pid
    assert pid is not None
    crash = threading.Timer(0, os.kill, (pid, signal.SIGSEGV))
    crash.start()
    with pytest.raises(CageBroken):
        cage.see(endless_pdf(), 0)
    assert cage.see(picture(3), 0).width == 320
    assert cage.pid != pid
    cage.close()


def test_a_child_that_hangs_is_ended() -> None:
    cage = Cage(1024, 60.0, bare_environment())
    cage.see(picture(), 0)
    cage.hang_s = 0.2
    assert cage.pid is not None
    os.kill(cage.pid, signal.SIGSTOP)
    with pytest.raises(CageBroken, match="no answer"):
        cage.see(picture(), 0)
    cage.hang_s = 60.0
    assert cage.see(picture(4), 0).width == 320
    cage.close()


def test_a_glance_comes_first_and_may_be_all_that_is_asked_for(cage: Cage) -> None:
    photo = drawn_sheet().photos[0]
    [first] = cage.glance(photo, 0)
    begun = cage.watch(photo, 0)
    assert next(begun) == first
    assert [type(rest) for rest in begun] == [Sight]
    assert cage.see(picture(5), 0).width == 320


def test_a_child_whose_answer_nobody_waited_for_is_ended(cage: Cage) -> None:
    cage.see(picture(), 0)
    before = cage.starts
    begun = cage.watch(picture(6), 0)
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    assert cage.see(picture(7), 0).width == 320
    assert cage.starts == before + 1
