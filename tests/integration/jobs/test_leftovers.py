"""Pages that do not say which they are wait for the others, and their senders are told why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from intake.leftovers import place_leftovers
from intake.placing import place
from intake.retakes import ask_early
from intake.spots import missing
from intake.versions import join_page
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.rows import saved
from models.tables.photos import Channel, PageReading, Photo
from models.tables.sheets import Notice, Page, Sheet
from models.values.ballots import Ballot
from models.values.fields import row_key
from models.values.glance import Glance
from models.values.notices import ASKED, KEPT, TOO_MANY, NoticeKind
from models.values.reading import CellScan, Ink, PageScan, Problem
from tests.fixtures.line import Line

NOW = datetime.now(UTC)
WAIT = timedelta(minutes=10)
BLURRED = (Problem.BLURRED, Problem.UNKNOWN_PAGE)


def scan(*problems: Problem, page: int | None = None, form: str | None = None) -> PageScan:
    return PageScan(
        form=form,
        page=page,
        cells=(),
        header={},
        signatures=None,
        problems=problems,
        reason_written=None,
        quality={},
        ms=1.0,
    )


def photo(session: Session, number: int, seen: PageScan, at: datetime = NOW) -> Photo:
    """Note a photo that was read; what its look told is asked first."""
    new = Photo(
        receipt=f"0000-{number:04}",
        unit_id=1,
        sender_id=1,
        channel=Channel.WEB,
        sha256=f"{number:064}",
        bytes=1,
        received_at=at,
        state=PhotoState.QUEUED,
    )
    session.add(new)
    session.flush()
    ask_early(session, saved(new.id), Glance(seen.form, seen.page, seen.problems, None), at)
    new.state = PhotoState.READ
    session.add(PageReading(photo_id=saved(new.id), scan=seen.to_data(), created_at=at))
    session.flush()
    return new


def place_all_but(session: Session, number: int) -> None:
    """Let good pages of the unit have their places, the last ones left open."""
    for n, spot in enumerate(missing(session, 1)[: -number or None], start=100):
        join_page(session, photo(session, n, scan()), spot, NOW)


def sweep(line: Line, seconds: float) -> None:
    with line.ground.database.writing() as session:
        place_leftovers(session, WAIT, NOW + timedelta(seconds=seconds))


def told(line: Line) -> list[tuple[int | None, str]]:
    """Which photos were written about, and whether they are good."""
    words = {KEPT: "kept", TOO_MANY: "too many"}
    retakes = [n for n in line.all(Notice) if n.kind == NoticeKind.RETAKE]
    return [
        (n.photo_id, next((word for key, word in words.items() if n.params.get(key)), "bad"))
        for n in retakes
    ]


def placed(line: Line) -> set[int]:
    return {page.photo_id for page in line.all(Page) if page.is_current}


def test_a_good_page_that_waits_says_so_once_and_finds_its_place(line: Line) -> None:
    with line.ground.database.writing() as session:
        good = saved(photo(session, 1, scan(Problem.UNKNOWN_PAGE)).id)
    sweep(line, 30)
    sweep(line, 31)
    assert told(line) == [(good, "kept")]
    assert good not in placed(line)
    with line.ground.database.writing() as session:
        place_all_but(session, 1)
    sweep(line, 60)
    assert good in placed(line)
    assert told(line) == [(good, "kept")]


def test_good_pages_are_not_asked_for_while_a_bad_one_is(line: Line) -> None:
    with line.ground.database.writing() as session:
        place_all_but(session, 2)
        bad = saved(photo(session, 1, scan(*BLURRED)).id)
        good = saved(photo(session, 2, scan()).id)
    sweep(line, 60)
    assert told(line) == [(bad, "bad")]
    with line.ground.database.writing() as session:
        retaken = saved(photo(session, 3, scan(), NOW + timedelta(seconds=70)).id)
    sweep(line, 71)
    assert {good, retaken} <= placed(line)
    assert bad not in placed(line)
    assert told(line) == [(bad, "bad")]


def test_a_page_that_cannot_be_read_finds_no_place(line: Line) -> None:
    with line.ground.database.writing() as session:
        bad = saved(photo(session, 1, scan(*BLURRED)).id)
    sweep(line, 30)
    with line.ground.database.writing() as session:
        place_all_but(session, 1)
    sweep(line, 60)
    assert told(line) == [(bad, "bad")]
    assert bad not in placed(line)


def test_what_nobody_mends_goes_to_people_in_the_end(line: Line) -> None:
    with line.ground.database.writing() as session:
        place_all_but(session, 1)
        bad = saved(photo(session, 1, scan(*BLURRED)).id)
    sweep(line, WAIT.total_seconds() - 1)
    assert bad not in placed(line)
    sweep(line, WAIT.total_seconds() + 1)
    assert bad in placed(line)
    assert SheetState.COLLECTING not in {sheet.state for sheet in line.all(Sheet)}


def test_who_answers_has_all_the_time_it_takes(line: Line) -> None:
    with line.ground.database.writing() as session:
        place_all_but(session, 2)
        bad = saved(photo(session, 1, scan(*BLURRED)).id)
        photo(session, 2, scan(Problem.NOT_A_FORM), NOW + timedelta(seconds=99))
    sweep(line, WAIT.total_seconds() + 1)
    assert bad not in placed(line)


def test_a_page_too_many_is_told_so_and_asked_for_no_more(line: Line) -> None:
    with line.ground.database.writing() as session:
        place_all_but(session, 0)
        extra = saved(photo(session, 1, scan()).id)
    sweep(line, 30)
    assert told(line) == [(extra, "too many")]
    assert "ไม่ต้องส่งใหม่" in line.said()[-1][1]


def test_the_retake_of_a_bad_page_takes_its_place(line: Line) -> None:
    with line.ground.database.writing() as session:
        spots = missing(session, 1)
        form = spots[0].expected.form_code
        bad = photo(session, 1, scan(Problem.BLURRED, page=1, form=form))
        join_page(session, bad, spots[0], NOW)
        for n, spot in enumerate(spots[1:], start=100):
            join_page(session, photo(session, n, scan()), spot, NOW)
        good = photo(session, 2, scan(page=1, form=form))
        place(session, good, scan(page=1, form=form), NOW)
        good_id = saved(good.id)
    newest = line.all(Sheet)[-1]
    first = [p for p in line.all(Page) if (p.sheet_id, p.number) == (newest.id, 1) and p.is_current]
    assert [page.photo_id for page in first] == [good_id]
    joined = [n for n in line.all(Notice) if n.kind == NoticeKind.PAGE_JOINED]
    assert [n.params[ASKED] for n in joined if n.photo_id in {1, good_id}] == [True, False]


def test_of_a_returned_sheet_another_photo_is_expected(line: Line) -> None:
    """A page that both forms have belongs to the sheet that came back."""
    with line.ground.database.writing() as session:
        place_all_but(session, 0)
        returned = session.exec(select(Sheet).order_by(col(Sheet.id).desc())).first()
        assert returned is not None
        returned.state = SheetState.RETURNED
        session.add(returned)
        session.flush()
        new = photo(session, 1, scan(page=1))
        place(session, new, scan(page=1), NOW)
        new_id, ballot = saved(new.id), returned.ballot
    [page] = [p for p in line.all(Page) if p.photo_id == new_id and p.is_current]
    newest = {sheet.id: sheet for sheet in line.all(Sheet)}[page.sheet_id]
    assert (newest.ballot, newest.version, page.number) == (ballot, 2, 1)


def rows(count: int, page: int) -> PageScan:
    """The scan of a page of some form with so many rows of figures."""
    cells = tuple(CellScan(row_key(n), Ink.BLANK, (), (0, 0, 1, 1)) for n in range(1, count + 1))
    return replace(scan(page=page), cells=cells)


def test_of_two_pages_with_rows_the_one_with_as_many_is_meant(line: Line) -> None:
    """Many candidates fill a second page as the parties do: 4 candidates here, 10 of 57 parties."""
    with line.ground.database.writing() as session:
        seen = {n: rows(n, 1) for n in (4, 9)}
        for number, one in seen.items():
            place(session, photo(session, number, one), one, NOW)
    ballots = {sheet.id: sheet.ballot for sheet in line.all(Sheet)}
    assert [ballots[p.sheet_id] for p in line.all(Page)] == [Ballot.CONSTITUENCY, Ballot.PARTY_LIST]


def test_one_form_that_came_whole_does_not_wait_for_the_other(line: Line) -> None:
    with line.ground.database.writing() as session:
        first = missing(session, 1)[0]
        join_page(session, photo(session, 1, scan()), first, NOW)
        last = photo(session, 2, scan())
        place(session, last, scan(), NOW)
        last_id = saved(last.id)
    assert last_id not in placed(line)
    sweep(line, 21)
    [sheet] = line.all(Sheet)
    assert (sheet.ballot, sheet.state) == (Ballot.CONSTITUENCY, SheetState.COMPLETE)
    assert last_id in placed(line)
    assert told(line) == []
