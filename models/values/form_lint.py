"""What may be wrong with a form's description, said in sentences (`khanaen forms check`)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from models.values.fields import COUNT_NAMES, TOTAL
from models.values.form_parts import (
    DATE_NAMES,
    HEADER_NAMES,
    PUBLIC_REGIONS,
    ROWS,
    Form,
    Holds,
    PrintedLine,
    TablePage,
)

_LEADER: Final = re.compile(r"\{([a-z_.]+):(\d*\.?\d+)\}")
_MOVE: Final = re.compile(r"\{>(\d*\.?\d+)\}")
_WORDS: Final = ".words"
_SHARE_SLACK: Final = 0.01
_RULE: Final = re.compile(r"R\d{3}")


def leaders(line: PrintedLine) -> tuple[str, ...]:
    """Return the names of the dotted leaders in a printed line, e.g. `good`, `good.words`."""
    return tuple(name for name, _ in _LEADER.findall(line.text))


def lint_all(described: Sequence[Form]) -> tuple[str, ...]:
    """Return what is wrong with the descriptions, one sentence each; empty when all is well."""
    found = [f"{form.id}: {sentence}" for form in described for sentence in lint(form)]
    codes = Counter((form.code, form.variant) for form in described)
    twice = [f"{code} {variant}".strip() for (code, variant), n in codes.items() if n > 1]
    found += [f"the code {code} is described more than once" for code in twice]
    return tuple(found)


def lint(form: Form) -> tuple[str, ...]:
    """Return what is wrong with one description, one sentence each."""
    checks = (_counts, _identities, _header, _columns, _table_pages, _signatures, _public, _print)
    return tuple(sentence for check in checks for sentence in check(form))


def _counts(form: Form) -> Iterator[str]:
    names = Counter(c.name for c in form.counts)
    for name, times in names.items():
        if name not in COUNT_NAMES:
            yield f"the count {name} is not one of {', '.join(COUNT_NAMES)}"
        if times > 1:
            yield f"the count {name} stands {times} times"
    printed = {name for line in form.printed for name in leaders(line)}
    for count in form.counts:
        if count.name not in printed:
            yield f"the count {count.name} has no leader in a printed line"
        if count.has_words != (count.name + _WORDS in printed):
            yield f"has_words of {count.name} and its leader {count.name}.words disagree"


def _identities(form: Form) -> Iterator[str]:
    known = {c.name for c in form.counts} | {TOTAL, ROWS}
    for identity in form.identities:
        if not _RULE.fullmatch(identity.rule):
            yield f"the identity's rule {identity.rule} is not R and three digits"
        if not identity.left or not identity.right:
            yield f"the identity {identity.rule} lacks a side"
        for term in (*identity.left, *identity.right):
            if term not in known:
                yield f"the identity {identity.rule} names {term}, which the form does not hold"


def _header(form: Form) -> Iterator[str]:
    printed = {name for line in form.printed for name in leaders(line)}
    for part in form.header:
        if part.name not in HEADER_NAMES:
            yield f"the head's {part.name} is not one of {', '.join(HEADER_NAMES)}"
        if part.name != "copy" and part.name not in printed:
            yield f"the head's {part.name} has no leader in a printed line"


def _columns(form: Form) -> Iterator[str]:
    shares = sum(c.share for c in form.table.columns)
    if abs(shares - 1) > _SHARE_SLACK:
        yield f"the columns' shares add up to {shares:.3f}, not 1"
    held = Counter(c.holds for c in form.table.columns)
    for needed in (Holds.NUMBER, Holds.VOTES):
        if held[needed] != 1:
            yield f"the table needs one column of {needed.value}, it has {held[needed]}"
    if not form.table.left < form.table.right <= 1:
        yield "the table's left and right are not in order"


def _table_pages(form: Form) -> Iterator[str]:
    last_page = 0
    for place in form.table.pages:
        if not last_page < place.page <= form.pages:
            yield f"the table's page {place.page} is out of order or beyond page {form.pages}"
        last_page = place.page
        if _too_full(form, place):
            yield f"page {place.page} has no room for {place.fits} rows and the table's head"


def _too_full(form: Form, place: TablePage) -> bool:
    room = place.bottom - place.top - form.table.header_height
    # Rows may be squeezed to two thirds where a ballot list is long, never further.
    return place.fits * place.row_height * 2 / 3 > room or not place.top < place.bottom <= 1


def _signatures(form: Form) -> Iterator[str]:
    if not 1 <= form.signatures.page <= form.pages:
        yield f"the signatures stand on page {form.signatures.page} of {form.pages}"
    if form.signatures.expected < 1:
        yield "the form has no signature line"
    if form.reason is not None and not 1 <= form.reason.page <= form.pages:
        yield f"the reason lines stand on page {form.reason.page} of {form.pages}"


def _public(form: Form) -> Iterator[str]:
    tables = {place.page for place in form.table.pages}
    for page, regions in form.public.items():
        for region in regions:
            if region not in PUBLIC_REGIONS:
                yield f"the public region {region} is not one of {', '.join(PUBLIC_REGIONS)}"
        if "table" in regions and page not in tables:
            yield f"page {page} publishes a table that it does not hold"
        if "counts" in regions and page not in {c.page for c in form.counts}:
            yield f"page {page} publishes counts that it does not hold"


def _print(form: Form) -> Iterator[str]:
    known = {c.name for c in form.counts} | {h.name for h in form.header} | set(DATE_NAMES)
    for line in form.printed:
        if not (1 <= line.page <= form.pages and 0 <= line.x <= 1 and 0 <= line.y <= 1):
            yield f"the line {line.text[:30]!r} stands outside the pages"
        for name in leaders(line):
            if name.removesuffix(_WORDS) not in known:
                yield f"the line {line.text[:30]!r} has a leader for {name}, which is unknown"
        if "{" in _MOVE.sub("", _LEADER.sub("", line.text)):
            yield f"the line {line.text[:30]!r} has a brace that says nothing"
