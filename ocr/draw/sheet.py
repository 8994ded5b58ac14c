"""A whole sheet: every page of a form, printed and filled by one hand."""

from dataclasses import replace

import numpy as np

from models.values.forms import Form, PageRows
from ocr.draw.clerk import Clerk
from ocr.draw.filling import Filling, Habits, Look
from ocr.draw.fonts import require_shaping
from ocr.draw.head import print_head
from ocr.draw.page import DrawnPage
from ocr.draw.paper import Paper
from ocr.draw.print_run import PrintRun, print_run, printed_rows
from ocr.draw.signatures import print_reason, print_signatures
from ocr.draw.table import print_table
from ocr.draw.work import Work
from ocr.hand import Writer

_PLAIN_LOOK = Look()


def draw_sheet(
    form: Form, filling: Filling, seed: int, look: Look = _PLAIN_LOOK
) -> list[DrawnPage]:
    """Return the filled pages of a form as flat paper, with the truth about each.

    The same arguments give the same bytes. One seed is one hand: it chooses the writer and, where
    the filling leaves them open, the habits.

    Raises:
        NoShapingError: Pillow lacks RAQM.
        NoThaiFontError: no Thai font is installed.
    """
    require_shaping()
    rng = np.random.default_rng([seed, 1])
    habits = filling.habits or Habits.drawn(rng)
    writer = Writer(rng)
    run = print_run(form, filling.print_seed)
    numbers = tuple(row.number for row in filling.rows)
    parts = {p.page: p for p in form.rows_on_pages(printed_rows(form, run, numbers))}
    pages: list[DrawnPage] = []
    for page in range(1, form.pages + 1):
        clerk = Clerk(Paper(look.width, run), writer, habits, rng)
        work = _work(form, page, clerk, (filling, look))
        pages.append(_draw_page(replace(work, rows=parts.get(page)), run))
    return pages


def _work(form: Form, page: int, clerk: Clerk, wanted: tuple[Filling, Look]) -> Work:
    place = next((p for p in form.table.pages if p.page == page), None)
    filling, look = wanted
    return Work(form, page, clerk.paper, clerk, filling, look, None, place)


def _draw_page(work: Work, run: PrintRun) -> DrawnPage:
    print_head(work)
    print_table(work)
    print_signatures(work)
    print_reason(work)
    del run
    rows: PageRows | None = work.rows
    return DrawnPage(
        form_id=work.form.id,
        code=work.form.code,
        variant=work.form.variant,
        page=work.page,
        image=work.paper.finished(),
        regions=tuple(work.clerk.regions),
        script=work.clerk.habits.script,
        numbers=rows.numbers if rows else (),
    )
