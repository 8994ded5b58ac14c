"""The lines on which the committee signs, and the lines for a reason: do they bear ink."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.values.forms import Form
from models.values.reading import Ink, Signatures
from ocr.page.counts import line_stack
from ocr.page.frame import Frame
from ocr.page.head import Anchor, Head, Place, match_head
from ocr.page.layout import signing_layout
from ocr.page.leaders import Leaders
from ocr.page.lines import Bend
from ocr.page.marks import DottedLine
from ocr.page.strips import read_lines


@dataclass(frozen=True, slots=True)
class Signed:
    """How many lines are signed, and whether a reason is written; None where no line was found."""

    signatures: Signatures
    reason_written: bool | None


def match_signing(leaders: Leaders, form: Form, anchor: Anchor) -> Head:
    """Lay the signature block of a form over the dotted lines of a page."""
    return match_head(leaders, signing_layout(form), anchor)


def read_signatures(frame: Frame, form: Form, places: Mapping[str, Place], bend: Bend) -> Signed:
    """Count the signature lines that bear ink, and look at the lines for a reason."""
    inked = 0
    for k in range(form.signatures.expected):
        place = places.get(f"sign:{k}")
        inked += place is not None and _bears_ink(frame, place, bend)
    reasons = [p for name, p in places.items() if name.startswith("reason:")]
    written = any(_bears_ink(frame, p, bend) for p in reasons) if reasons else None
    return Signed(Signatures(inked, form.signatures.expected), written)


def _bears_ink(frame: Frame, place: Place, bend: Bend) -> bool:
    """Tell whether something is written on a dotted line."""
    stack, row = line_stack(frame, [place.level], (place.left, place.right), bend)
    line = DottedLine(row, 0, int(stack.pictures.shape[2]))
    return read_lines(stack, line)[0].ink is not Ink.BLANK
