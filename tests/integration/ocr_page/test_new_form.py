"""The form of the example in docs/new-form.md, for which nobody wrote code, drawn and read."""

from pathlib import Path

from models.values.form_files import read_form
from models.values.form_lint import lint_all
from models.values.forms import Form, forms
from models.values.reading import Outcome, Signatures
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.reader import read_scans
from ocr.scan import scan_page

DOCS = Path(__file__).parents[3] / "docs" / "new-form.md"
SEED = 5


def described() -> Form:
    """The form of the page's example."""
    text = DOCS.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    return read_form("my_form", text)


def test_the_example_of_the_docs_has_no_mistake() -> None:
    assert lint_all([*forms(), described()]) == ()


def test_a_sheet_of_a_new_form_is_recognised_and_read_without_code() -> None:
    form = described()
    filling = sample_filling(form, SEED)
    (page,) = draw_sheet(form, filling, SEED)
    photo = photograph(page, PRESETS["desk"], SEED, 1600)
    scan, public = scan_page(photo.jpeg, forms=[*forms(), form])
    assert (scan.form, scan.page) == (form.code, 1)
    assert public is not None
    reading = read_scans(["page.jpg"], [scan], form=form, numbers=None)
    assert {key: cell.value for key, cell in reading.cells.items()} == dict(filling.counts)
    assert reading.outcome is Outcome.AGREES
    assert reading.signatures == Signatures(5, 5)
    assert reading.header["unit"].value == filling.header["unit"]
    assert not reading.findings
