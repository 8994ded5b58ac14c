"""The count forms of the elections we know (แบบรายงานผลการนับคะแนน), looked up by code or ballot.

A form is data: a TOML file in models/forms says what is printed where, which counts it holds and
which sums must hold. The next election's form is a new file and no new code (docs/new-form.md).
"""

from functools import cache

from models.values.ballots import Ballot, Stream
from models.values.form_files import load_forms
from models.values.form_parts import (
    DATE_NAMES,
    HEADER_NAMES,
    PUBLIC_REGIONS,
    ROWS,
    Align,
    Column,
    CountLine,
    Form,
    HeaderLine,
    Holds,
    Identity,
    Numbering,
    PageRows,
    PrintedBox,
    PrintedLine,
    ReasonLines,
    SignatureBlock,
    Table,
    TablePage,
)

__all__ = [
    "DATE_NAMES",
    "HEADER_NAMES",
    "PUBLIC_REGIONS",
    "ROWS",
    "Align",
    "Column",
    "CountLine",
    "Form",
    "HeaderLine",
    "Holds",
    "Identity",
    "Numbering",
    "PageRows",
    "PrintedBox",
    "PrintedLine",
    "ReasonLines",
    "SignatureBlock",
    "Table",
    "TablePage",
    "form_by_code",
    "forms",
    "forms_for",
]


@cache
def forms() -> tuple[Form, ...]:
    """Return every form that is described in models/forms, in the order of the file names."""
    return load_forms()


def form_by_code(code: str, variant: str = "") -> Form:
    """Return the form of a code such as `ส.ส. 5/18 (บช)`.

    Raises:
        KeyError: no form of that code and variant is described.
    """
    for form in forms():
        if form.code == code and form.variant == variant:
            return form
    raise KeyError((code, variant))


def forms_for(ballot: Ballot, stream: Stream) -> tuple[Form, ...]:
    """Return the forms on which a ballot of a stream is reported, variants included."""
    return tuple(f for f in forms() if f.ballot is ballot and f.stream is stream)
