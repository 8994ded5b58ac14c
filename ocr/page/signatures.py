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
    signs = [places[n] for n in _names("sign:", form.signatures.expected) if n in places]
    reasons = [p for name, p in places.items() if name.startswith("reason:")]
    ink = _bear_ink(frame, signs, bend)
    written = any(_bear_ink(frame, reasons, bend)) if reasons else None
    return Signed(Signatures(sum(ink), form.signatures.expected), written)


def _names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{k}" for k in range(count)]


def _bear_ink(frame: Frame, places: list[Place], bend: Bend) -> list[bool]:
    """Tell for each dotted line whether something is written on it."""
    if not places:
        return []
    levels = [p.level for p in places]
    stack, row = line_stack(frame, levels, [(p.left, p.right) for p in places], bend)
    width = int(stack.pictures.shape[2])
    lines = [DottedLine(row, 0, width) for _ in places]
    return [w.ink is not Ink.BLANK for w in read_lines(stack, lines)]
