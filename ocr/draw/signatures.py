"""The signature lines and the lines for a reason."""

from typing import Final

from models.values.forms import Align
from ocr.draw.clerk import Room
from ocr.draw.page import Kind
from ocr.draw.paper import Type
from ocr.draw.work import Work

_SIZE: Final = 0.0145
_NAME_BELOW: Final = 0.45
"""How far the name in brackets lies below the signature, in pitches."""
_EM: Final = 0.0155
_SIGN: Final = "(ลงชื่อ)"


def print_signatures(work: Work) -> None:
    """Print the signature lines of the page and let the committee sign."""
    block = work.form.signatures
    if block.page != work.page:
        return
    pitch = work.settled(block.top + block.pitch) - work.settled(block.top)
    top = work.settled(block.top)
    for i in range(block.chair):
        _line(work, i, (0.27, top + i * pitch, pitch), block.chair_label)
    for i in range(block.members):
        x = 0.08 if i % 2 == 0 else 0.53
        y = top + pitch * (block.chair + 0.15 + i // 2)
        _line(work, block.chair + i, (x, y, pitch), block.member_label)


def _line(work: Work, index: int, at: tuple[float, float, float], label: str) -> None:
    x, y, pitch = at
    paper, style = work.paper, Type(_SIZE)
    base = paper.base(y, _SIZE)
    start = paper.at(x, 0)[0]
    paper.print_text(start, base, _SIGN, style)
    start += paper.length(_SIGN + " ", _SIZE)
    room = _room(work, start, base, pitch)
    paper.print_dots(start, base, room.box[2] - start)
    paper.print_text(room.box[2] + 4, base, label, style)
    name_base = base + pitch * _NAME_BELOW * paper.height
    below = _room(work, start - paper.width * 0.02, name_base, pitch)
    paper.print_dots(below.box[0], name_base, below.box[2] - below.box[0])
    paper.print_text(below.box[0] - 2, name_base, "(", Type(_SIZE, Align.RIGHT))
    paper.print_text(below.box[2] + 2, name_base, ")", style)
    signers = work.filling.signers
    name = signers[index] if index < len(signers) else ""
    work.clerk.sign(f"signature:{index}", room, work.look.signature_colour, signs=bool(name))
    work.clerk.text(Kind.NAME, f"name:{index}", name, below, work.look.name_colour)


def _room(work: Work, x: float, base: float, pitch: float) -> Room:
    paper = work.paper
    high = min(pitch * 0.45, 0.022) * paper.height
    box = (x, base - high, x + 0.15 * paper.width, base + high * 0.3)
    return Room(box, base, min(_EM * paper.width, high * 0.85))


def print_reason(work: Work) -> None:
    """Print the dotted lines for the reason and write it where there is one."""
    reason = work.form.reason
    if reason is None or reason.page != work.page:
        return
    paper = work.paper
    label = paper.base(work.settled(reason.top), _SIZE)
    size = min(_SIZE, _SIZE * 0.84 * paper.width / max(1.0, paper.length(reason.label, _SIZE)))
    paper.print_text(paper.at(0.08, 0)[0], label, reason.label, Type(size))
    x0, x1 = paper.at(0.08, 0)[0], paper.at(0.92, 0)[0]
    for i in range(reason.lines):
        base = paper.base(work.settled(reason.top + (i + 1) * reason.pitch), _SIZE)
        paper.print_dots(x0, base, x1 - x0)
        if i == 0:
            high = reason.pitch * paper.height
            room = Room((x0, base - high * 0.7, x1, base + high * 0.2), base, _EM * paper.width)
            text = work.filling.reason
            work.clerk.text(Kind.REASON, "reason", text, room, work.look.name_colour)
