"""How the world reaches an installation from its published pages."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reach:
    """Addresses that published pages name; an empty one is left out."""

    board: str = ""
    """Of the published folder, for the pictures that others show beside a shared link."""
    objections: str = ""
    """Of the form for a wrong number."""


NOWHERE: Final = Reach()
"""Pages that name no other address."""
