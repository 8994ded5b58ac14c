"""What a door may refuse; each refusal has a page of its own.

DoorError
├── NotSignedIn    a sign-in is needed first
├── NotAllowed     signed in, but this is not this person's to see or to do
├── CsrfRefused    the form did not come from our own page
└── PhraseMissing  a phrase or one of its words is not in the table (a mistake of ours)
"""


class DoorError(Exception):
    """Base of every refusal at a door."""


class NotSignedIn(DoorError):
    """A sign-in is needed first."""

    def __init__(self, door: str) -> None:
        """Name the path at which one signs in."""
        super().__init__(f"sign-in needed at {door}")
        self.door = door


class NotAllowed(DoorError):
    """Signed in, but this is not this person's to see or to do."""


class CsrfRefused(DoorError):
    """The form did not come from our own page."""


class PhraseMissing(DoorError):
    """A phrase, or a word that it needs, is missing."""
