"""Pages that do not say which they are wait for the others, though asked for again."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from intake.leftovers import place_leftovers
from intake.spots import missing
from intake.versions import join_page
from models.states.photo import PhotoState
from models.store.rows import saved
from models.tables.photos import Channel, PageReading, Photo
from models.tables.sheets import Notice, Page
from models.values.notices import NoticeKind
from models.values.reading import PageScan, Problem
from tests.fixtures.line import Line

NOW = datetime.now(UTC)
WAIT = timedelta(minutes=10)


def _photo(session: Session, number: int, *problems: Problem) -> Photo:
    photo = Photo(
        receipt=f"0000-{number:04}",
        unit_id=1,
        sender_id=1,
        channel=Channel.WEB,
        sha256=f"{number:064}",
        bytes=1,
        received_at=NOW,
        state=PhotoState.READ,
    )
    session.add(photo)
    session.flush()
    scan = PageScan(
        form=None,
        page=None,
        cells=(),
        header={},
        signatures=None,
        problems=problems,
        reason_written=None,
        quality={},
        ms=1.0,
    ).to_data()
    session.add(PageReading(photo_id=saved(photo.id), scan=scan, created_at=NOW))
    session.flush()
    return photo


def _place_all_but(session: Session, number: int) -> None:
    for n, spot in enumerate(missing(session, 1)[: -number or None], start=100):
        join_page(session, _photo(session, n), spot, NOW)


def _sweep(line: Line, seconds: float) -> None:
    with line.ground.database.writing() as session:
        place_leftovers(session, WAIT, NOW + timedelta(seconds=seconds))


def _told(line: Line) -> list[int | None]:
    return [n.photo_id for n in line.all(Notice) if n.kind == NoticeKind.RETAKE]


def _placed(line: Line) -> set[int]:
    return {page.photo_id for page in line.all(Page)}


def test_a_good_page_finds_its_place_though_it_was_asked_for_again(line: Line) -> None:
    with line.ground.database.writing() as session:
        good = saved(_photo(session, 1, Problem.UNKNOWN_PAGE).id)
    _sweep(line, 30)
    _sweep(line, 31)
    assert _told(line) == [good]
    assert good not in _placed(line)
    with line.ground.database.writing() as session:
        _place_all_but(session, 1)
    _sweep(line, 60)
    assert good in _placed(line)
    assert _told(line) == [good]


def test_a_page_that_cannot_be_read_finds_none(line: Line) -> None:
    with line.ground.database.writing() as session:
        poor = saved(_photo(session, 1, Problem.BLURRED, Problem.UNKNOWN_PAGE).id)
    _sweep(line, 30)
    with line.ground.database.writing() as session:
        _place_all_but(session, 1)
    _sweep(line, 60)
    assert _told(line) == [poor]
    assert poor not in _placed(line)
