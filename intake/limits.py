"""How much a file may be before it is decoded."""

from typing import Final

MAX_BYTES: Final = 30 * 1024 * 1024
"""A 50-megapixel JPEG has about 20 MB, a scan of six pages less."""

MAX_PIXELS: Final = 120_000_000
"""Above every phone's single shot; decoded it still fits a worker's memory."""

MAX_SIDE: Final = 16_384
"""Longest side; the reader works at 1,654 pixels across."""

MAX_PDF_PAGES: Final = 12
"""Six pages of a unit, scanned twice."""

PDF_LONG_SIDE: Final = 2_339
"""A PDF page is drawn at A4's length at 200 dpi."""
