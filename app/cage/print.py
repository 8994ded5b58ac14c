"""A printed title on its way out of the cage: the worker has Tesseract read bare grey pixels.

Tesseract is a program of its own, and no caged reader may start one. What comes out are rows of
pixels of a stated size, which nothing has to decode.
"""

import socket
from typing import Final

import numpy as np

from app.cage.sight import Message, receive
from ocr.page.tesseract import Grey, ReadPrint

_MOST_PIXELS: Final = 4_000_000
"""Above the widest strip over a form's head."""

_LONGEST: Final = 10_000


def asking(line: socket.socket) -> ReadPrint:
    """Return who reads print in the cage: whoever sits at the other end of the line."""

    def ask(picture: Grey) -> str:
        if min(picture.shape) <= 1 or picture.size > _MOST_PIXELS:
            return ""
        Message({"print": list(picture.shape)}, np.ascontiguousarray(picture).tobytes()).send(line)
        answer = receive(line)
        return "" if answer is None else str(answer.facts["text"])

    return ask


def answer(asked: Message, read_print: ReadPrint) -> Message:
    """Return the print of the picture that a caged reader hands out.

    Raises:
        ValueError, TypeError: it is no picture.
    """
    height, width = (int(n) for n in asked.facts["print"])
    if not min(height, width) > 1 or height * width > _MOST_PIXELS:
        raise ValueError("no picture of a title")
    picture = np.frombuffer(asked.image, np.uint8).reshape(height, width)
    return Message({"text": read_print(picture)[:_LONGEST]})
