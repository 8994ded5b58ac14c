"""A file becomes the one image that is read and shown: upright, JPEG or PNG, of known size.

Runs in a worker, never in the web process: this is where a stranger's bytes are decoded.
"""

import io
from dataclasses import dataclass
from typing import Final

import pypdfium2
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from intake.errors import Refused
from intake.header import inspect
from intake.limits import MAX_PDF_PAGES, PDF_LONG_SIDE
from models.values.refusals import Refusal

register_heif_opener()

_READ_AS_THEY_ARE: Final = frozenset({"image/jpeg", "image/png"})
_PLAIN: Final = frozenset({"RGB", "L", "1"})
_QUALITY: Final = 92
_PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class NormalImage:
    """An image to read; `data` is the original file itself where nothing had to be done.

    `frames` says how many images the file holds: more than one for a PDF of several pages.
    """

    data: bytes
    width: int
    height: int
    frames: int = 1


def normalise(data: bytes, frame: int = 0) -> NormalImage:
    """Return the image of one frame of a file.

    Raises:
        Refused: the file turns out to be damaged, encrypted or too large once it is opened.
    """
    header = inspect(data)
    if header.media_type == _PDF:
        return _page_of_pdf(data, frame)
    try:
        with Image.open(io.BytesIO(data)) as image:
            turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
            if header.media_type in _READ_AS_THEY_ARE and image.mode in _PLAIN and not turned:
                return NormalImage(data, image.width, image.height)
            return _redrawn(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError):
        raise Refused(Refusal.UNDECODABLE) from None


def _redrawn(image: Image.Image, frames: int = 1) -> NormalImage:
    """Return the image as JPEG without metadata; what is transparent becomes paper."""
    if image.mode not in _PLAIN:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(paper, layer)
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return NormalImage(out.getvalue(), image.width, image.height, frames)


def _page_of_pdf(data: bytes, frame: int) -> NormalImage:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refused(Refusal.ENCRYPTED_PDF if locked else Refusal.BROKEN_PDF) from None
    try:
        return _drawn(document, frame)
    except pypdfium2.PdfiumError:
        raise Refused(Refusal.BROKEN_PDF) from None
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, frame: int) -> NormalImage:
    pages = len(document)
    if pages > MAX_PDF_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    if not 0 <= frame < pages:
        raise Refused(Refusal.BROKEN_PDF)
    page = document[frame]
    longest = max(page.get_size())
    if longest <= 0:
        raise Refused(Refusal.BROKEN_PDF)
    picture = page.render(scale=PDF_LONG_SIDE / longest).to_pil()
    return _redrawn(picture, pages)
