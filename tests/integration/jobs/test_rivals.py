"""Two people send the same form: both photos are kept, and reviewers see where they differ."""

import pytest
from sqlmodel import Session

from intake.sheet_readings import Decided, note_decision, scans_of
from intake.versions import Spot, join_page
from models.states.sheet import SheetState
from models.store import sheets
from models.store.rows import saved
from models.tables.sheets import Answer, AnswerKind, Page, Sheet, SheetFinding
from models.values.reading import Cell, CellScan, Ink, Outcome, PageScan
from tests.fixtures.line import Line
from tests.integration.jobs.test_leftovers import NOW, photo, scan

GOOD = "good"


def seen(votes: int, page: int = 1) -> PageScan:
    cell = CellScan(GOOD, Ink.DIGITS, ((votes, 0.99),), (0, 0, 1, 1))
    one = scan(page=page)
    return PageScan.from_data({**one.to_data(), "cells": [cell.to_data()]})


def send(session: Session, number: int, scan_: PageScan, sender: int) -> None:
    """Let somebody send a photo of a page of the first form."""
    expected = sheets.expected_of(session, 1)[0]
    new = photo(session, number, scan_)
    new.sender_id = sender
    session.add(new)
    session.flush()
    join_page(session, new, Spot(expected, scan_.page or 1), NOW)


def read(session: Session, votes: int) -> Sheet:
    """Let the first form be read, and go to the reviewers."""
    sheet = sheets.newest(session, 1, sheets.expected_of(session, 1)[0].ballot)
    assert sheet is not None
    before = scans_of(session, saved(sheet.id))
    assert before is not None
    cell = Cell(
        votes, 0.99, accepted=True, digits=votes, words=None, blank=False, page=0, box=(0, 0, 1, 1)
    )
    note_decision(session, before, Decided({GOOD: cell}, Outcome.AGREES, None), NOW)
    return sheet


def told(line: Line) -> list[str]:
    return [f.message["th"] for f in line.all(SheetFinding) if f.code == "R104"]


@pytest.fixture
def whole(line: Line) -> Line:
    """The first form came whole from one person of the unit, and was read; another is enrolled."""
    with line.ground.database.writing() as session:
        send(session, 1, seen(70), 1)
        send(session, 2, scan(page=2), 1)
        read(session, 70)
    return line


def test_another_persons_photo_with_other_numbers_is_shown_to_reviewers(whole: Line) -> None:
    with whole.ground.database.writing() as session:
        send(session, 3, seen(76), 2)
        read(session, 76)
    assert len(told(whole)) == 1
    assert "70" in told(whole)[0]
    assert [s.state for s in whole.all(Sheet)] == [SheetState.SUPERSEDED, SheetState.READ_BACK]


def test_so_is_one_that_comes_once_the_sheet_is_with_them(whole: Line) -> None:
    with whole.ground.database.writing() as session:
        sheet = session.get_one(Sheet, 1)
        sheet.state = SheetState.IN_REVIEW
        session.add(sheet)
        send(session, 3, seen(76), 2)
        send(session, 4, seen(76), 2)
        send(session, 5, seen(70), 2)
    assert len(told(whole)) == 1
    assert "76" in told(whole)[0]
    assert [p.is_current for p in whole.all(Page)] == [True, True, False, False, False]


def test_what_a_person_replaced_or_was_asked_to_is_no_difference(whole: Line) -> None:
    with whole.ground.database.writing() as session:
        send(session, 3, seen(76), 1)
        read(session, 76)
        wrong = Answer(sheet_id=2, person_id=1, kind=AnswerKind.PAPER_WRONG, created_at=NOW)
        session.add(wrong)
        session.flush()
        send(session, 4, seen(77), 2)
        read(session, 77)
    assert told(whole) == []
