"""The form maker: prints the forms of models/forms, fills them by hand and photographs them.

    from ocr.draw import draw_sheet, photograph, sample_filling
    pages = draw_sheet(form, sample_filling(form, seed=3), seed=3)
    photo = photograph(pages[0], PRESETS["desk"], seed=3, long_side=1280)
    photo.jpeg, photo.truth

Same arguments, same bytes. Every person and place on a sample is invented.
"""

from ocr.draw.errors import DrawError, NoShapingError, NoThaiFontError
from ocr.draw.filling import Filling, Habits, Look, Row
from ocr.draw.page import DrawnPage, Kind, Region
from ocr.draw.photo.conditions import PRESETS, Conditions, Ground
from ocr.draw.photo.photograph import Photo, PhotoTruth, photograph
from ocr.draw.sample import sample_filling, sample_people
from ocr.draw.sheet import draw_sheet

__all__ = [
    "PRESETS",
    "Conditions",
    "DrawError",
    "DrawnPage",
    "Filling",
    "Ground",
    "Habits",
    "Kind",
    "Look",
    "NoShapingError",
    "NoThaiFontError",
    "Photo",
    "PhotoTruth",
    "Region",
    "Row",
    "draw_sheet",
    "photograph",
    "sample_filling",
    "sample_people",
]
