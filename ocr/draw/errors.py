"""Why forms cannot be drawn.

DrawError
├── NoShapingError    Pillow without RAQM: Thai marks would overlap
└── NoThaiFontError   no font with Thai letters is installed
"""


class DrawError(Exception):
    """Forms cannot be drawn on this machine; the text says what to install."""


class NoShapingError(DrawError):
    """Pillow cannot shape Thai text."""

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__(
            "Pillow was built without RAQM, so that Thai vowels and tone marks would overlap; "
            "install libraqm0 (apt) and a Pillow wheel that uses it."
        )


class NoThaiFontError(DrawError):
    """No Thai font was found."""

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__(
            "No Thai font was found; install fonts-thai-tlwg (apt) or run `make setup`."
        )
