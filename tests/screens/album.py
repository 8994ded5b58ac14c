"""The pictures of the notes, in few bytes.

`python -m tests.screens.album build/screens docs/screens` after `make screens`.
"""

from pathlib import Path
from typing import Annotated, Final

import typer
from PIL import Image

SHOWN: Final = {
    "board-390": "390/board",
    "board-390-dark": "390-dark/board",
    "board-1366": "1366/board",
    "constituency-390": "390/constituency-public",
    "constituency-1366": "1366/constituency-public",
    "unit-390": "390/unit-public",
    "unit-1366": "1366/unit-public",
    "press-1920": "1920/press",
    "time-machine-1366": "1366/time-past",
    "object-390": "390/object",
    "ticket-390": "390/ticket-answered",
    "send-390": "390/send-nothing-yet",
    "send-pages-390": "390/send-in-review",
    "send-code-390": "390/send-code",
    "send-bind-390": "390/send-bind",
    "send-read-back-390": "390/read-back",
    "send-misread-390": "390/read-back-fix",
    "send-1366": "1366/send-half",
    "send-read-back-1366": "1366/read-back",
    "review-390": "390/sheet-second-look",
    "review-390-dark": "390-dark/sheet-clean",
    "review-1366": "1366/sheet-near-duplicate",
    "review-1920": "1920/sheet-party-list",
    "review-queue-390": "390/queue",
    "review-queue-1366": "1366/queue--reviewer",
    "review-supervisor-1366": "1366/queue",
    "history-1366": "1366/history",
    "clerk-1366": "1366/constituency",
    "publication-390": "390/publication",
    "publication-1366": "1366/publication",
    "phone-1366": "1366/phone",
    "operations-390": "390/operations",
    "operations-1366": "1366/operations",
    "units-390": "390/units",
    "post-1366": "1366/post-code",
}
"""Name in the notes → picture that `make screens` took."""

KEPT: Final = {"card", "send-kept-390", "send-offline-390", "send-evidence-390"}
"""Pictures of the notes that are taken by hand: a card, and a phone that was without a network."""

TALLEST: Final = {390: 1300, 1366: 1000, 1920: 1080}
"""A page of the notes shows the beginning of a long page, in pixels by width."""

COLOURS: Final = 160


def main(
    pictures: Annotated[Path, typer.Argument(help="folder that `make screens` filled")],
    notes: Annotated[Path, typer.Argument(help="folder of the notes' pictures")],
) -> None:
    """Cut, quantise and keep the pictures that the notes show."""
    kept = 0
    for name, taken in SHOWN.items():
        with Image.open(pictures / f"{taken}.png") as picture:
            size = (picture.width, min(picture.height, TALLEST[picture.width]))
            small = (
                picture.convert("RGB")
                .crop((0, 0, *size))
                .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            )
        file = notes / f"{name}.png"
        small.save(file, optimize=True)
        kept += file.stat().st_size
    typer.echo(f"{len(SHOWN)} pictures, {kept / 1000:,.0f} kB")


if __name__ == "__main__":
    typer.run(main)
