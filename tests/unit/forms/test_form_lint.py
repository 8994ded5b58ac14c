from dataclasses import replace

import pytest

from models.values.form_lint import lint, lint_all
from models.values.forms import CountLine, Form, Identity, form_by_code

FORM = form_by_code("ส.ส. 5/18")
STRANGE = CountLine("guests", "๙", "แขก", "guests", 1, "คน", has_words=False)

MISTAKES = {
    "unknown count": (replace(FORM, counts=(*FORM.counts, STRANGE)), "guests is not one of"),
    "count twice": (replace(FORM, counts=(*FORM.counts, FORM.counts[0])), "stands 2 times"),
    "unknown term": (
        replace(FORM, identities=(Identity("R301", ("used",), ("guests",)),)),
        "names guests",
    ),
    "one-sided sum": (replace(FORM, identities=(Identity("R301", ("used",), ()),)), "lacks a side"),
    "no rule": (replace(FORM, identities=(Identity("sum", ("used",), ("good",)),)), "three digits"),
    "no votes column": (
        replace(FORM, table=replace(FORM.table, columns=FORM.table.columns[:3])),
        "column of votes",
    ),
    "signatures beyond": (
        replace(FORM, signatures=replace(FORM.signatures, page=3)),
        "signatures stand on page 3",
    ),
    "public signature": (replace(FORM, public={2: ("signatures",)}), "public region signatures"),
    "public counts elsewhere": (replace(FORM, public={2: ("counts",)}), "publishes counts"),
    "missing print": (replace(FORM, printed=FORM.printed[:4]), "has no leader"),
    "unknown leader": (
        replace(FORM, printed=(*FORM.printed, replace(FORM.printed[0], text="x{guests:0.1}"))),
        "leader for guests",
    ),
    "stray brace": (
        replace(FORM, printed=(*FORM.printed, replace(FORM.printed[0], text="{oops"))),
        "brace that says nothing",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_has_its_sentence(name: str) -> None:
    form, part = MISTAKES[name]
    assert any(part in sentence for sentence in lint(form)), lint(form)


def test_a_code_described_twice_is_named() -> None:
    other: Form = replace(FORM, id="other")
    assert any(FORM.code in sentence for sentence in lint_all((FORM, other)))
