"""Pictures of messages, made when they are sent: drawings, cells of a sheet, published images.

A message without its picture is worth more than no message: whatever goes wrong here is logged,
and the words go out alone.
"""

import io
import logging
from collections.abc import Callable
from typing import Final

from PIL import Image as Pixels
from PIL import ImageDraw

from bot.chat.examples import example
from bot.chat.house import ChatHouse
from bot.conversation.replies import Image, Picture, PictureKind
from bot.media import link_to
from models.store.case_facts import field_keys
from models.store.cases import Case, case_of
from models.values.reading import Box, Problem
from pages.crops import window
from pages.labels import field_label
from pages.languages import Language
from pages.lettering import can_letter, lettering
from results.card import card_of
from results.card_image import draw_card

_log = logging.getLogger(__name__)

_WIDE: Final = 720
_GAP: Final = 16
_LABEL: Final = 40


class Gallery:
    """Makes pictures and keeps them where signed links can reach them."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house
        self._made: dict[PictureKind, Callable[[Picture], bytes | None]] = {
            PictureKind.EXAMPLE: lambda picture: example(Problem(picture.name)),
            PictureKind.CROPS: self._crops,
            PictureKind.MASKED: lambda picture: self._house.snapshots.read(picture.name),
            PictureKind.CARD: self._card,
        }

    @property
    def has_links(self) -> bool:
        """Tell whether people reach us by https: no platform fetches from anywhere else."""
        return self._house.board_url.startswith("https://")

    def image(self, picture: Picture) -> Image | None:
        """Return a picture and its link, or None where it cannot be made."""
        try:
            data = self._made[picture.kind](picture)
            return None if data is None else Image(data, self._link(data))
        except Exception:  # noqa: BLE001 - the words go out all the same
            _log.exception("a picture of kind %s cannot be made", picture.kind)
            return None

    def _link(self, data: bytes) -> str:
        house = self._house
        if not self.has_links:
            return ""
        sha256 = house.door.store.write(data)
        return link_to(house.board_url, house.secret, sha256, data, house.now())

    def _crops(self, picture: Picture) -> bytes | None:
        with self._house.database.reading() as session:
            case = case_of(session, picture.number)
            session.expunge_all()
        wanted = [key for key in picture.name.split(",") if key in field_keys(case)]
        pages: dict[str, Pixels.Image] = {}
        cut = [(key, self._cell(case, key, pages)) for key in wanted]
        return _stacked(case, [(key, cell) for key, cell in cut if cell is not None])

    def _cell(self, case: Case, key: str, pages: dict[str, Pixels.Image]) -> Pixels.Image | None:
        """Return a cell of the page's public image, which stands upright and shows no signature.

        `pages` keeps what was opened: the doubtful cells mostly lie on one page.
        """
        for page in case.pages:
            box: Box | None = page.public_boxes.get(key)
            if box is None or page.public_sha256 is None or page.public_size is None:
                continue
            crop = window("", page.public_size, box)
            if crop is not None:
                whole = pages.get(page.public_sha256) or self._page(page.public_sha256)
                pages[page.public_sha256] = whole
                return whole.crop(crop.view).convert("RGB")
        return None

    def _page(self, sha256: str) -> Pixels.Image:
        data = self._house.door.store.read(sha256)
        with Pixels.open(io.BytesIO(data)) as whole:
            return whole.copy()

    def _card(self, picture: Picture) -> bytes | None:
        code, _, language = picture.name.partition(":")
        board = self._house.snapshots.newest()
        manifests = board.manifests if board else ()
        manifest = next((m for m in manifests if m["code"] == code), None)
        if board is None or manifest is None:
            return None
        return draw_card(card_of(board.pointer, manifest, Language(language)))


def _stacked(case: Case, cells: list[tuple[str, Pixels.Image]]) -> bytes | None:
    """Return cells below each other, each under its name as on the paper."""
    if not cells:
        return None
    shown = [(key, _widened(cell)) for key, cell in cells]
    high = sum(cell.height + _LABEL + _GAP for _, cell in shown) + _GAP
    sheet = Pixels.new("RGB", (_WIDE + 2 * _GAP, high), "#ffffff")
    pen = ImageDraw.Draw(sheet)
    y = _GAP
    for key, cell in shown:
        if can_letter():
            label = field_label(case.form, key, Language.TH)
            pen.text((_GAP, y), label, font=lettering(26, bold=True), fill="#1b1d20")
        sheet.paste(cell, (_GAP, y + _LABEL))
        frame = (_GAP, y + _LABEL, _GAP + cell.width, y + _LABEL + cell.height)
        pen.rectangle(frame, outline="#0d5766", width=3)
        y += cell.height + _LABEL + _GAP
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=88)
    return out.getvalue()


def _widened(cell: Pixels.Image) -> Pixels.Image:
    scale = min(_WIDE / cell.width, 4.0)
    return cell.resize((round(cell.width * scale), max(1, round(cell.height * scale))))
