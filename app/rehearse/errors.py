"""Why a rehearsal cannot be played.

RehearsalError
├── NotARehearsal   the database holds no rehearsal election
├── NothingToSend   every unit has sent something already
└── DoorClosed      the web page does not take what is sent
"""


class RehearsalError(Exception):
    """Base of what keeps a rehearsal from being played."""


class NotARehearsal(RehearsalError):
    """Invented counts have no place in a real election."""


class NothingToSend(RehearsalError):
    """Every unit has sent something already."""


class DoorClosed(RehearsalError):
    """The web page does not take what is sent."""
