"""What a caged reader can do instead of an answer.

CageError
├── CageBroken     it died, hung, or said what is no answer: the photo may be tried again
└── OutOfTime      its CPU time was used up: trying again would only cost the same time
"""


class CageError(Exception):
    """A picture was not read, and not because of what it shows."""


class CageBroken(CageError):
    """The caged reader died, hung, failed, or gave no sensible answer."""


class OutOfTime(CageError):
    """The caged reader used more CPU time than a picture may."""
