"""Invented fillings: people, places and votes that never were, for samples and tests."""

from typing import Final

import numpy as np

from models.values.ballots import Ballot, Stream
from models.values.fields import TOTAL, row_key
from models.values.forms import Form
from ocr.draw.filling import Filling, Habits, Row

_FIRST: Final = (
    "มานะ", "ชูใจ", "สมหมาย", "บุญมา", "กานดา", "พรทิพย์", "ณรงค์", "สายสมร", "ปราณี", "วิมล",
    "อำนวย", "ดวงใจ", "ทองดี", "สุนทร", "ลำดวน", "นงนุช",
)  # fmt: skip
_LAST: Final = (
    "ใจงาม", "ดาวเรือง", "ทุ่งทอง", "นาดี", "บัวบาน", "ปลายน้ำ", "พงไพร", "มั่นคง", "รักบ้าน",
    "ลมเย็น", "วังหิน", "สวนส้ม", "หอมกลิ่น", "อยู่สุข",
)  # fmt: skip
_PARTY: Final = (
    "ตะวันรุ่ง", "ต้นกล้า", "ทางสายน้ำ", "นาข้าว", "บ้านเรา", "ปลาตะเพียน", "พายุฝน", "ม้าขาว",
    "เรือใบ", "ลานวัด", "วงล้อ", "สะพานไม้", "หิ่งห้อย", "อรุณรุ่ง", "ก้อนเมฆ", "ดอกบัว",
)  # fmt: skip
_PLACES: Final = ("แสนสุข", "บางลำดวน", "นาดี", "ทุ่งทอง", "วังหิน", "ปลายน้ำ", "สวนส้ม")
_PARTY_ROWS: Final = 57
_ANSWERS: Final = ("เห็นชอบ", "ไม่เห็นชอบ", "ไม่แสดงความคิดเห็น")


def sample_filling(form: Form, seed: int, habits: Habits | None = None) -> Filling:
    """Return an invented filling of a form whose sums agree."""
    rng = np.random.default_rng([seed, 2])
    rows = _rows(form, rng)
    return Filling(
        rows=rows,
        counts=_counts(form, rows, rng),
        header=_header(form, rng),
        signers=tuple(_person(rng) for _ in range(form.signatures.expected)),
        print_seed=seed // 4,
        habits=habits,
    )


def sample_people(count: int, seed: int) -> tuple[str, ...]:
    """Return invented people's names, with titles."""
    rng = np.random.default_rng([seed, 4])
    return tuple(_person(rng) for _ in range(count))


def _rows(form: Form, rng: np.random.Generator) -> tuple[Row, ...]:
    if form.ballot is Ballot.REFERENDUM:
        return tuple(Row(i, name) for i, name in enumerate(_ANSWERS, 1))
    if form.ballot is Ballot.PARTY_LIST:
        return tuple(Row(i, "", f"{_PARTY[i % 16]}{_tail(i)}") for i in range(1, _PARTY_ROWS + 1))
    count = int(rng.integers(5, 16 if form.variant else 11))
    numbers = [n for n in range(1, count + 1) if n == 1 or rng.random() > 0.06]
    return tuple(Row(n, _person(rng), str(rng.choice(_PARTY))) for n in numbers)


def _tail(i: int) -> str:
    return ("", "ใหม่", "ไทย", "ก้าวหน้า")[i // 16]


def _person(rng: np.random.Generator) -> str:
    title = rng.choice(["นาย", "นาง", "นางสาว"])
    return f"{title}{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _counts(form: Form, rows: tuple[Row, ...], rng: np.random.Generator) -> dict[str, int | None]:
    sized = int(rng.integers(120, 700))
    shares = rng.dirichlet(np.full(len(rows), 0.35))
    votes = rng.multinomial(sized, shares)
    good = int(votes.sum())
    invalid = int(rng.integers(0, 20))
    no_vote = int(rng.integers(0, 40)) if form.count("no_vote") else 0
    used = good + invalid + no_vote
    allocated = -(-int(used * rng.uniform(1.05, 1.5)) // 20) * 20
    heads = {
        "on_roll": int(used * rng.uniform(1.2, 1.6)),
        "came": used,
        "allocated": allocated,
        "used": used,
        "remaining": allocated - used,
        "received": used,
        "envelopes": used,
        "ballots_found": used,
        "good": good,
        "invalid": invalid,
        "no_vote": no_vote,
        TOTAL: good,
    }
    counts: dict[str, int | None] = {k: heads[k] for k in form.field_keys()}
    return counts | {row_key(row.number): int(v) for row, v in zip(rows, votes, strict=True)}


def _header(form: Form, rng: np.random.Generator) -> dict[str, str]:
    place = str(rng.choice(_PLACES))
    texts = {
        "province": str(rng.choice(_PLACES)),
        "constituency": str(rng.integers(1, 6)),
        "amphoe": str(rng.choice(_PLACES)),
        "area": place,
        "moo": str(rng.integers(1, 15)),
        "unit": str(rng.integers(1, 25)),
        "set": str(rng.integers(1, 12)),
        "place": f"ศาลากลาง {place}",
        "day": "8",
        "month": "กุมภาพันธ์",
        "year": "2569",
    }
    if form.stream is not Stream.ELECTION_DAY:
        texts.pop("moo")
    return texts
