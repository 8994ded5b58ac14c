"""What can go wrong when results are released, published or verified.

ResultsError
├── KeyUnreadable      a key file is not one of ours
├── NotExplained       ส.ส. 6/1 is missing or differs without a word (R611): consolidation waits
├── StillDiffers       the figures of a paused constituency do not agree yet (R601, R607)
└── PublicationError   the published folder could not be read or written
    ├── SumsDiffer     sums upwards differ (R607): no snapshot goes out
    └── Overtaken      the pointer changed while a snapshot was made; the next look makes it anew
"""


class ResultsError(Exception):
    """Base of every failure of release, publication and verification."""


class KeyUnreadable(ResultsError):
    """A key file is not one of ours."""


class PublicationError(ResultsError):
    """The published folder could not be read or written."""


class SumsDiffer(PublicationError):
    """Sums upwards differ (R607): no snapshot goes out."""


class Overtaken(PublicationError):
    """The pointer changed while a snapshot was made; the next look makes it anew."""


class NotExplained(ResultsError):
    """ส.ส. 6/1 is missing or differs without a word (R611): consolidation waits."""


class StillDiffers(ResultsError):
    """The figures of a paused constituency do not agree yet (R601, R607)."""
