"""Form descriptions read from TOML; the file's name without its ending is the form's id."""

import tomllib
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, TypeVar

from models.values.ballots import Ballot, Stream
from models.values.form_parts import (
    Align,
    Column,
    CountLine,
    Form,
    HeaderLine,
    Holds,
    Identity,
    Numbering,
    PrintedBox,
    PrintedLine,
    ReasonLines,
    SignatureBlock,
    Table,
    TablePage,
)

T = TypeVar("T")
Raw = Mapping[str, Any]


def load_forms() -> tuple[Form, ...]:
    """Return the forms described in the package's own folder.

    Raises:
        KeyError, TypeError, ValueError: a description lacks a key or holds a wrong one.
    """
    folder = resources.files("models").joinpath("forms")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(read_form(f.name.removesuffix(".toml"), f.read_text("utf-8")) for f in files)


def read_form(form_id: str, text: str) -> Form:
    """Return the form that a TOML text describes.

    Raises:
        KeyError, TypeError, ValueError: the description lacks a key or holds a wrong one.
    """
    raw = tomllib.loads(text)
    return Form(
        id=form_id,
        code=raw["code"],
        variant=raw.get("variant", ""),
        code_printed=raw["code_printed"],
        ballot=Ballot(raw["ballot"]),
        stream=Stream(raw["stream"]),
        title=raw["title"],
        pages=raw["pages"],
        counts=_each(raw, "counts", lambda r: CountLine(**r)),
        identities=_each(raw, "identities", _identity),
        header=_each(raw, "header", lambda r: HeaderLine(**r)),
        table=_table(raw["table"]),
        signatures=SignatureBlock(**raw["signatures"]),
        reason=ReasonLines(**raw["reason"]) if "reason" in raw else None,
        public={int(page): tuple(names) for page, names in raw["public"].items()},
        printed=_each(raw, "printed", _printed),
        boxes=_each(raw, "boxes", _box),
        emblem=tuple(raw["emblem"]),
    )


def _each(raw: Raw, key: str, build: Callable[[Raw], T]) -> tuple[T, ...]:
    return tuple(build(r) for r in raw.get(key, ()))


def _identity(raw: Raw) -> Identity:
    return Identity(
        rule=raw["rule"],
        left=tuple(raw["left"]),
        right=tuple(raw["right"]),
        exact=raw.get("exact", True),
    )


def _table(raw: Raw) -> Table:
    return Table(
        left=raw["left"],
        right=raw["right"],
        header_height=raw["header_height"],
        columns=_each(raw, "columns", _column),
        pages=_each(raw, "pages", _table_page),
        numbering=Numbering(raw["numbering"]),
        printed_rows=raw["printed_rows"],
        names_printed=raw["names_printed"],
        votes_leader=raw["votes_leader"],
        total_label=raw["total_label"],
        shaded_head=raw.get("shaded_head", False),
    )


def _column(raw: Raw) -> Column:
    return Column(text=raw["text"], share=raw["share"], holds=Holds(raw["holds"]))


def _table_page(raw: Raw) -> TablePage:
    return TablePage(
        page=raw["page"],
        first=raw.get("first"),
        last=raw.get("last"),
        fits=raw["fits"],
        top=raw["top"],
        bottom=raw["bottom"],
        row_height=raw["row_height"],
    )


def _printed(raw: Raw) -> PrintedLine:
    return PrintedLine(
        page=raw["page"],
        x=raw.get("x", 0.07),
        y=raw["y"],
        text=raw["text"],
        align=Align(raw.get("align", "left")),
        bold=raw.get("bold", False),
        size=raw.get("size", 0.0165),
    )


def _box(raw: Raw) -> PrintedBox:
    x0, y0, x1, y1 = raw["box"]
    return PrintedBox(pages=tuple(raw["pages"]), text=raw["text"], box=(x0, y0, x1, y1))
