"""What the review desk may refuse beyond the record's own refusals.

ReviewError
├── NotComplete      numbers or reasons are missing; names the fields and the codes
├── FileRefused      a CSV file as a whole cannot be read
├── NobodyLooked     nobody else has looked at what a supervisor would clear alone
├── ProviderRefused  a provider of sign-ins is away, or its word is not good; `why` says which
└── StillImpossible  the paper says what cannot be; it is parked or returned, never counted
"""


class ReviewError(Exception):
    """Base of the review desk's refusals."""


class NotComplete(ReviewError):
    """Numbers or reasons are missing."""

    def __init__(self, fields: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> None:
        """Name the fields without a number and the findings without a reason."""
        super().__init__(f"missing: {', '.join((*fields, *codes))}")
        self.fields = fields
        self.codes = codes


class FileRefused(ReviewError):
    """A file as a whole cannot be read; `phrase` says why, `line` and `written` where."""

    def __init__(self, phrase: str, line: int = 0, written: str = "") -> None:
        """Name the phrase, and where the trouble stands."""
        super().__init__(phrase)
        self.phrase = phrase
        self.line = line
        self.written = written


class NobodyLooked(ReviewError):
    """Nobody else has looked at the sheet: one person alone clears nothing."""


class ProviderRefused(ReviewError):
    """A provider's word opens nothing: away, code, expired, audience, nonce, word."""

    def __init__(self, why: str) -> None:
        """Name what is wrong."""
        super().__init__(why)
        self.why = why


class StillImpossible(ReviewError):
    """The paper says what cannot be (R203, R306)."""
