"""Conditions on the counts of a sheet as an election office writes them.

`invalid <= 0.2 * used or used < 50` compares counts with each other: sums, differences, products,
`and`, `or`, `not`. Nothing of it is run as code: it is taken apart, and all else is refused. A
decimal is exact. The names may be Thai: `บัตรเสีย <= 0.2 * บัตรที่ใช้`.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeAlias
from unicodedata import normalize

from models.values.fields import COUNT_NAMES, TOTAL
from models.values.findings import Message

LONGEST: Final = 300
"""Characters of a condition."""

ROWS: Final = "rows"
LARGEST: Final = "largest"
REGISTERED: Final = "registered"
OTHER: Final = "other_"
"""Before a count: that of the unit's other ballot."""
ROW: Final = "row_"
"""Before a ballot number: its votes."""

NAMES: Final = (*COUNT_NAMES, TOTAL, ROWS, LARGEST, REGISTERED)
THAI: Final[Mapping[str, str]] = {
    "ผู้มีสิทธิ": "on_roll",
    "มาแสดงตน": "came",
    "บัตรจัดสรร": "allocated",
    "บัตรที่ใช้": "used",
    "บัตรดี": "good",
    "บัตรเสีย": "invalid",
    "ไม่เลือก": "no_vote",
    "บัตรเหลือ": "remaining",
    "บัตรที่ได้รับ": "received",
    "ซอง": "envelopes",
    "บัตรในซอง": "ballots_found",
    "รวมคะแนน": TOTAL,
    "ผลรวมทุกเบอร์": ROWS,
    "คะแนนสูงสุด": LARGEST,
    "ทะเบียน": REGISTERED,
}
"""What a name may be called in Thai."""
_PREFIXES: Final = {"อีกบัตร_": OTHER, "เบอร์_": ROW}
_SIGNS: Final = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "−": "-"}
_EQUALS: Final = re.compile(r"(?<![<>=!])=(?!=)")
_ROW_NAME: Final = re.compile(rf"{ROW}[1-9]\d{{0,2}}")
_DIGITS: Final = 9

Known: TypeAlias = Mapping[str, int]
_Number: TypeAlias = Callable[[Known], Fraction]
_Truth: TypeAlias = Callable[[Known], bool]


class ConditionRefused(ValueError):
    """The text is no condition."""

    def __init__(self, th: str, en: str) -> None:
        """Say why in both languages."""
        super().__init__(en)
        self.reason = Message(th, en)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `names` are those that it needs, in our words."""

    written: str
    names: tuple[str, ...]
    _truth: _Truth = field(repr=False, compare=False)

    def holds(self, values: Mapping[str, int | None]) -> bool | None:
        """Tell whether it holds; None while one of its numbers is unknown."""
        known = {name: v for name in self.names if (v := values.get(name)) is not None}
        return self._truth(known) if len(known) == len(self.names) else None


def condition(written: str) -> Condition:
    """Take a condition apart.

    Raises:
        ConditionRefused: it is too long, says something else than a condition, or names what no
            sheet holds.
    """
    if len(written) > LONGEST:
        raise ConditionRefused(f"ยาวเกิน {LONGEST} ตัวอักษร", f"longer than {LONGEST} characters")
    text = written
    for sign, ours in _SIGNS.items():
        text = text.replace(sign, ours)
    try:
        tree = ast.parse(_EQUALS.sub("==", text).strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ConditionRefused("เขียนเงื่อนไขไม่ถูก", "cannot be read as a condition") from None
    parts = _Parts()
    truth = parts.truth(tree.body)
    if not parts.names:
        raise ConditionRefused("ไม่มีตัวเลขของแบบ", "names no number of the form")
    return Condition(written, tuple(parts.names), truth)


def our_name(written: str) -> str | None:
    """Return our word for a name in either language, or None where no sheet holds it."""
    name = normalize("NFC", normalize("NFKC", written))
    prefix = ""
    for thai, ours in _PREFIXES.items():
        if name.startswith(_plain(thai)):
            name, prefix = name.removeprefix(_plain(thai)), ours
    name = prefix + _IN_THAI.get(name, name)
    if name in NAMES or name.removeprefix(OTHER) in COUNT_NAMES or _ROW_NAME.fullmatch(name):
        return name
    return None


def _plain(name: str) -> str:
    return normalize("NFC", normalize("NFKC", name))


_IN_THAI: Final = {_plain(thai): ours for thai, ours in THAI.items()}

_COMPARES: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_REASONS: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


class _Parts:
    """Turns the parts of a condition into functions, and collects the names that it needs."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def truth(self, node: ast.expr) -> _Truth:
        if isinstance(node, ast.BoolOp):
            every = [self.truth(value) for value in node.values]
            whole = all if isinstance(node.op, ast.And) else any
            return lambda known: whole(one(known) for one in every)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            return lambda known: not inner(known)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        raise ConditionRefused(
            "ต้องเป็นการเปรียบเทียบ เช่น บัตรดี <= บัตรที่ใช้", "must compare, like good <= used"
        )

    def _comparison(self, node: ast.Compare) -> _Truth:
        sides = [self.number(side) for side in (node.left, *node.comparators)]
        signs = [_COMPARES.get(type(op)) for op in node.ops]
        steps = [
            (sign, left, right)
            for sign, left, right in zip(signs, sides[:-1], sides[1:], strict=True)
            if sign is not None
        ]
        if len(steps) != len(signs):
            raise ConditionRefused("ใช้ได้เฉพาะ < <= > >= == !=", "compares by < <= > >= == != only")
        return lambda known: all(sign(one(known), two(known)) for sign, one, two in steps)

    def number(self, node: ast.expr) -> _Number:
        if isinstance(node, ast.BinOp) and type(node.op) in _REASONS:
            reckon, left, right = (
                _REASONS[type(node.op)],
                self.number(node.left),
                self.number(node.right),
            )
            return lambda known: reckon(left(known), right(known))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.number(node.operand)
            return lambda known: -inner(known)
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            return _constant(str(node.value))
        raise ConditionRefused(
            "คำนวณได้เฉพาะ + - * กับตัวเลขและชื่อช่อง", "reckons with + - *, numbers and names only"
        )

    def _named(self, written: str) -> _Number:
        name = our_name(written)
        if name is None:
            raise ConditionRefused(
                f"ไม่รู้จักชื่อ “{written[:40]}”", f"the name “{written[:40]}” is unknown"
            )
        self.names[name] = None
        return lambda known: Fraction(known[name])


def _constant(written: str) -> _Number:
    if len(written) > _DIGITS or not re.fullmatch(r"\d+(\.\d+)?", written):
        raise ConditionRefused(
            f"ตัวเลข {written[:20]} ใช้ไม่ได้", f"the number {written[:20]} cannot be"
        )
    value = Fraction(written)
    return lambda _known: value
