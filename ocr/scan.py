"""What one photo of a page shows: form, page, every cell with its candidates, and its quality."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.values.forms import Form
from models.values.forms import forms as all_forms
from models.values.reading import (
    OVERWRITTEN,
    Box,
    CellScan,
    HeaderValue,
    Ink,
    PageScan,
    Problem,
)
from ocr.digits import StripReading, read_strips
from ocr.digits.counters import is_overwritten
from ocr.digits.network import shipped_network as digits_network
from ocr.head_names import head_names
from ocr.look import FITS, Look, candidates, look_at
from ocr.page.counts import HeadCount, read_counts
from ocr.page.found import FoundPage, laid_under
from ocr.page.frame import GEOMETRY_SCALE
from ocr.page.head_lines import in_order
from ocr.page.header import MOST, read_header
from ocr.page.images import Floats
from ocr.page.layout import AGAIN, layout_of
from ocr.page.number_cells import Numbers
from ocr.page.page_number import signing_page_number
from ocr.page.printed import form_by_title
from ocr.page.rows import TableRow, read_rows
from ocr.page.signing import signed_of
from ocr.page.strips import Written, without_slashes
from ocr.page.tesseract import ReadPrint, printed_text
from ocr.page.word_strips import page_words
from ocr.place_names.reader import AskNames
from ocr.public import public_page
from ocr.public_page import PublicPage
from ocr.row_numbers.network import shipped_network as numbers_network
from ocr.words.cells import heard
from ocr.words.network import shipped_network as words_network

_HEADER_KEPT = 4
"""So many numbers that a part of the head may be are kept."""

_HEADER_SURE = 0.9
"""A number of the head is reported from this probability on: no sum can check it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A cell before its digits are read: key, what is written, its corners on the page."""

    key: str
    written: Written
    corners: Floats
    flags: tuple[str, ...] = ()
    printed: Numbers = ()


def scan_page(
    data: bytes,
    *,
    forms: Sequence[Form] | None = None,
    form: Form | None = None,
    names: AskNames | None = None,
) -> tuple[PageScan, PublicPage | None]:
    """Scan one photo of a page.

    Args:
        data: the picture's bytes (JPEG, PNG, WebP, ...).
        forms: the forms that the page may belong to, by default all that are described.
        form: the form, where it is known already.
        names: gives the names of places that may stand in the head; without it none are read.

    Returns:
        The scan and the public image; None for the image of a page that shows nothing public or
        whose place was not found for sure.

    Raises:
        NotAnImage: the bytes cannot be decoded.
    """
    load_networks()
    look = look_at(data, forms=forms, form=form)
    return read_on(look, forms=forms, form=form, names=names)


def read_on(
    look: Look,
    *,
    forms: Sequence[Form] | None = None,
    form: Form | None = None,
    names: AskNames | None = None,
    read_print: ReadPrint = printed_text,
) -> tuple[PageScan, PublicPage | None]:
    """Scan a page that was looked at already; else as `scan_page`."""
    scan, page, spots = _scanned(look, candidates(forms, form), names, read_print)
    return scan, public_page(page, {s.key: s.corners for s in spots})


def read_page(
    data: bytes,
    *,
    forms: Sequence[Form] | None = None,
    form: Form | None = None,
    names: AskNames | None = None,
) -> PageScan:
    """Scan one photo of a page, see `scan_page`, without making a public image.

    Raises:
        NotAnImage: the bytes cannot be decoded.
    """
    load_networks()
    look = look_at(data, forms=forms, form=form)
    return _scanned(look, candidates(forms, form), names, printed_text)[0]


def load_networks() -> None:
    """Load what is loaded once for each process: it is not the page's own time."""
    digits_network()
    words_network()
    numbers_network()
    all_forms()


def _scanned(
    look: Look, forms: Sequence[Form], names: AskNames | None, read_print: ReadPrint
) -> tuple[PageScan, FoundPage, list[_Spot]]:
    """Return the scan, the page under the form that it bears, and every cell of it."""
    load_networks()
    start = time.process_time()
    code = _code(look.page, forms, read_print)
    look = replace(look, page=laid_under(look.page, code, forms))
    spots = _spots(look.page)
    scan = _scan(look, spots, code)
    scan = replace(scan, header={**scan.header, **head_names(look.page, names)})
    if scan.page is None:
        scan = replace(scan, page=signing_page_number(look.page, forms))
    scan = replace(scan, ms=look.ms + (time.process_time() - start) * 1000)
    return scan, look.page, spots


def _spots(page: FoundPage) -> list[_Spot]:
    """Return every cell of the page, the head first."""
    known, grid = page.known, page.grid
    if known is None or grid is None or known.score < FITS:
        return []
    spots: list[_Spot] = []
    if known.head is not None:
        places = known.head.places
        counts = read_counts(page.frame, known.form, known.page, places, page.leaders.bend)
        spots = [_head_spot(c, page) for c in counts]
    rows = read_rows(page.frame, page.relief, grid, known.form, known.page)
    spots += [_row_spot(r) for r in rows]
    written = without_slashes([s.written for s in spots])
    return [replace(s, written=w) for s, w in zip(spots, written, strict=True)]


def _row_spot(row: TableRow) -> _Spot:
    flags = (*row.flags, *row.written.flags)
    return _Spot(row.key, row.written, row.corners, flags, row.printed)


def _head_spot(count: HeadCount, page: FoundPage) -> _Spot:
    """Take the whole line, words included, as the cell of a head count."""
    height, width = count.stack.pictures.shape[1:]
    corners = np.array([[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]])
    points = count.stack.page_points(count.index, corners)
    head = page.known.head if page.known else None
    words = head.places.get(f"{count.name}.words") if head else None
    if words is not None:
        end = (words.right + 0.5) / GEOMETRY_SCALE - 0.5
        points = np.concatenate([points, [[end, points[1, 1]], [end, points[3, 1]]]])
    return _Spot(count.name, count.written, points, count.written.flags)


def _scan(look: Look, spots: Sequence[_Spot], code: str | None) -> PageScan:
    """Read digits and words of the page, each in one batch, and put the scan together."""
    page = look.page
    head = _header(page)
    strips = [s.written.strip for s in spots if s.written.strip is not None]
    strips += [w.strip for w in head.values() if w.strip is not None]
    readings = iter(read_strips(strips))
    cells = [
        _cell(page, spot, next(readings) if spot.written.ink is Ink.DIGITS else None)
        for spot in spots
    ]
    signed = signed_of(page)
    return PageScan(
        form=code,
        page=look.number,
        problems=look.problems,
        quality=look.quality.figures,
        header=_surest((name.rstrip(AGAIN), next(readings)) for name in head),
        cells=heard(cells, page_words(page)),
        signatures=signed.signatures if signed else None,
        reason_written=signed.reason_written if signed else None,
        ms=0.0,
    )


def _cell(page: FoundPage, spot: _Spot, reading: StripReading | None) -> CellScan:
    """Return a cell as seen; a figure struck out or written over in it is flagged (R109)."""
    return CellScan(
        key=spot.key,
        ink=spot.written.ink,
        candidates=reading.or_dash if reading else (),
        box=_given_box(page, spot.corners),
        flags=(*spot.flags, *_changed(spot.written, reading)),
        printed=spot.printed,
    )


def _changed(written: Written, reading: StripReading | None) -> Iterator[str]:
    """Yield what the committee changed in a cell after they wrote it."""
    if reading is None or written.strip is None:
        return
    if reading.is_struck:
        yield Problem.STRUCK_OUT.value
    elif is_overwritten(written.strip, reading):
        yield OVERWRITTEN


def _header(page: FoundPage) -> dict[str, Written]:
    """Return what is written on the numbered lines of a first page's head."""
    known = page.known
    if known is None or known.head is None or page.grid is None:
        return {}
    places = in_order(layout_of(known.form, known.page), page.leaders, known.head.places)
    return read_header(page.frame, known.form, places, page.leaders.bend)


def _surest(readings: Iterable[tuple[str, StripReading]]) -> dict[str, HeaderValue]:
    """Return each part of the head from the line on which it is clearest."""
    best: dict[str, HeaderValue] = {}
    for name, reading in readings:
        value = _value(name, reading)
        if name not in best or value.confidence > best[name].confidence:
            best[name] = value
    return best


def _value(name: str, reading: StripReading) -> HeaderValue:
    """Return the likeliest number that a part of the head may have: none of them is nought."""
    possible = [(v, p) for v, p in reading.candidates if 1 <= v <= MOST[name]]
    if not possible:
        return HeaderValue(None, 0.0)
    value, chance = possible[0]
    likely = tuple((str(v), p) for v, p in possible[:_HEADER_KEPT])
    return HeaderValue(str(value) if chance >= _HEADER_SURE else None, chance, likely)


def _code(page: FoundPage, forms: Sequence[Form], read_print: ReadPrint) -> str | None:
    """Return the code of the page's form; in doubt the printed title decides on a first page.

    A first page always names its likeliest form: the sums will show it if that is wrong.
    """
    known = page.known
    if known is None:
        return None
    if known.certain:
        return known.form.code
    if known.head is None or page.grid is None:
        return None
    titled = form_by_title(page, [f for f in forms if f.code in known.rivals], read_print)
    return titled.code if titled is not None else known.form.code


def _given_box(page: FoundPage, corners: Floats) -> Box:
    """Return a cell's box in pixels of the photo as it was given."""
    x0, y0, x1, y1 = page.frame.box_in_photo(corners)
    scale = page.photo.scale
    return x0 * scale, y0 * scale, x1 * scale, y1 * scale
