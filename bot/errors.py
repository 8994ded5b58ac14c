"""What a chat platform may answer instead of doing what it was asked.

PlatformError
├── ContentGone      a picture is not there any more: it has to be sent again
├── ContentTooLarge  a picture is larger than may be fetched
├── TryLater         surely not done; it may be tried again
├── Unsure           nobody knows whether it was done; trying again might say it twice
├── Unreachable      the person blocked us or is gone
└── Rejected         it will never be taken
    └── TokenSpent   a reply token was used before or is over
"""


class PlatformError(Exception):
    """Base of what platforms answer; texts name codes, never contents or tokens."""


class ContentGone(PlatformError):
    """A picture is not there any more."""


class ContentTooLarge(PlatformError):
    """A picture is larger than may be fetched."""


class TryLater(PlatformError):
    """Surely not done; it may be tried again."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        """Name the reason and, where the platform says so, how long to wait."""
        super().__init__(reason)
        self.after_s = after_s


class Unsure(PlatformError):
    """Nobody knows whether it was done."""


class Unreachable(PlatformError):
    """The person blocked us or is gone."""


class Rejected(PlatformError):
    """It will never be taken."""


class TokenSpent(Rejected):
    """A reply token was used before or is over."""
