"""The measures of the desk, on sheets that nobody drew: the models do what they say."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from models.values.forms import form_by_code
from models.values.reading import Cell
from ocr.bench.section import put_section
from review.bench import people
from review.bench.flows import Crew, keyed_once, keyed_twice, ours
from review.bench.papers import Paper
from review.bench.report import END, START, Flow, section, simulate
from tests.fixtures.desk import COUNTS

BOX = (0, 0, 1, 1)


def cell(value: int | None, *, accepted: bool = True) -> Cell:
    return Cell(value, 0.99, accepted, value, None, blank=False, page=0, box=BOX)


def paper(**seen: Cell) -> Paper:
    cells = {k: cell(v) for k, v in COUNTS.items()}
    numbers = (1, 2, 4, 5)
    return Paper(form_by_code("ส.ส. 5/18"), numbers, COUNTS, {**cells, **seen})


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who never slip."""
    monkeypatch.setattr(people, "SLIP", 0.0)


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("flow", [ours, keyed_once, keyed_twice])
def test_careful_people_confirm_what_is_written(flow: Flow) -> None:
    odd = paper(**{"row:4": cell(76, accepted=False), "row:5": cell(None, accepted=False)})
    done = flow(odd, Crew(Random(1), anchored=0.0, sample_share=0.0))
    assert done.wrong(odd) == 0


@pytest.mark.usefixtures("careful")
def test_a_clean_sheet_is_one_key_and_one_wrong_cell_three() -> None:
    crew = Crew(Random(1), sample_share=0.0)
    assert ours(paper(), crew).people == 1
    assert crew.work.keys == 1
    crew = Crew(Random(1), anchored=0.0, sample_share=0.0)
    ours(paper(**{"row:4": cell(76, accepted=False)}), crew)
    assert crew.work.keys == 3


@pytest.mark.usefixtures("careful")
def test_a_wrong_number_that_the_machine_stands_by_is_found_by_the_sums() -> None:
    """Nobody looks at it, but good and total say otherwise; then two people must agree."""
    odd = paper(**{"row:4": cell(76)})
    done = ours(odd, Crew(Random(1), anchored=0.0, sample_share=0.0))
    assert (done.wrong(odd), done.people) == (0, 2)


@pytest.mark.usefixtures("careful")
def test_what_no_rule_covers_and_nobody_looks_at_stays_wrong() -> None:
    """The model is honest about what the flow cannot see: two accepted cells that even out."""
    odd = paper(**{"row:4": cell(60), "row:5": cell(20)})
    assert ours(odd, Crew(Random(1), sample_share=0.0)).wrong(odd) == 2


def test_a_slip_is_never_the_number_itself() -> None:
    rng = Random(3)
    for value in (0, 7, 10, 318, 99_999):
        assert all(people.slip(value, rng) != value for _ in range(200))


def test_keying_twice_has_fewer_slips_than_once() -> None:
    once, twice = (o for o in simulate([paper()], 1, 400)[2:4])
    assert once.wrong > twice.wrong
    assert once.cells == twice.cells == 400 * len(COUNTS)


def test_the_section_is_written_once(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\nkept\n")
    papers = [paper(), replace(paper(), cells={})]
    found = simulate(papers, 1, 20)
    for _ in range(2):
        put_section(page, section(papers, found, found))
    text = page.read_text("utf-8")
    assert text.startswith("# Benchmarks\n\nkept\n")
    assert (text.count(START), text.count(END)) == (1, 1)
    assert "| our flow |" in text
