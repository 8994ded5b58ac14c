"""A photo that came once its sheet was confirmed, beside the picture that people confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.store import late_photos, recalls, sheets
from models.store.cases import Case
from models.store.claims import CLEARERS
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.late_photos import LatePhoto
from models.tables.photos import PageReading, Photo
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.sheets import Page
from models.values.reading import PageScan
from pages.crops import Crop, crop_of, window
from review.checking import field_keys
from review.desk import IMAGES, Desk


@dataclass(frozen=True, slots=True)
class Differing:
    """A number of which a late photo shows another one, with both crops."""

    key: str
    confirmed: int | None
    shown: int
    confirmed_crop: Crop | None
    shown_crop: Crop | None


@dataclass(frozen=True, slots=True)
class LateView:
    """A late photo of a page; `before` is the photo that counts for it."""

    photo: Photo
    page: int
    before: Photo | None
    lines: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class LateViews:
    """The late photos of a sheet that are in question, and whether this person may answer.

    `newest` names the last question, so that nobody answers what they did not see; 0 where
    they are shown to who grants the recall that was asked for because of them.
    """

    photos: tuple[LateView, ...]
    newest: int
    may_answer: bool


def late_views(session: Session, case: Case, desk: Desk) -> LateViews:
    """Return the late photos that somebody must look at, or that a recall is asked for."""
    asked = late_photos.open_questions(session, case.sheet)
    request = recalls.open_request(session, case.sheet_id)
    rows = asked or (late_photos.behind(session, request) if request else ())
    return LateViews(
        photos=_views(session, case, rows) if rows else (),
        newest=saved(asked[-1].id) if asked else 0,
        may_answer=bool(asked) and request is None and desk.looker.role in CLEARERS,
    )


def corrected_photos(session: Session, request: RecallRequest) -> Sequence[int]:
    """Return the photos of a corrected form that came before its recall was granted."""
    if request.reason is not RecallReason.CORRECTED_FORM:
        return ()
    return [row.photo_id for row in late_photos.behind(session, request)]


def _views(session: Session, case: Case, rows: Sequence[LatePhoto]) -> tuple[LateView, ...]:
    linked = sheets.rows_of(session, case.sheet_id, is_current=False)
    differs = {row.photo_id: row.differs for row in rows}
    confirmed = counts_of(session, case.sheet)
    counting = {shown.number: shown.photo for shown in case.pages}
    return tuple(
        LateView(
            photo=photo,
            page=page.number,
            before=counting.get(page.number),
            lines=_lines(case, (page, photo, reading), differs[page.photo_id], confirmed),
        )
        for page, photo, reading in linked
        if page.photo_id in differs
    )


def _lines(
    case: Case,
    joined: tuple[Page, Photo, PageReading | None],
    differs: Mapping[str, int],
    confirmed: Mapping[str, int],
) -> tuple[Differing, ...]:
    _, photo, reading = joined
    return tuple(
        Differing(
            key=key,
            confirmed=confirmed.get(key),
            shown=differs[key],
            confirmed_crop=crop_of(case, key, IMAGES),
            shown_crop=_crop(photo, reading, key),
        )
        for key in field_keys(case)
        if key in differs
    )


def _crop(photo: Photo, reading: PageReading | None, key: str) -> Crop | None:
    """Return the window on a cell of a late photo, of its public image where there is one."""
    if reading is None:
        return None
    box = reading.public_boxes.get(key)
    if box and reading.public_width and reading.public_height:
        size = (reading.public_width, reading.public_height)
        return window(f"{IMAGES}/public-{photo.id}", size, (box[0], box[1], box[2], box[3]))
    size = (photo.width or 0, photo.height or 0)
    cell = next((c for c in PageScan.from_data(reading.scan).cells if c.key == key), None)
    return window(f"{IMAGES}/photo-{photo.id}", size, cell.box) if cell and all(size) else None
