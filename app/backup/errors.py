"""What can go wrong with a backup.

BackupError
├── NoTool        the program that copies PostgreSQL is not installed
├── NotEmpty      the place to restore to holds something already
└── Damaged       the copy does not fit what it says of itself
"""


class BackupError(Exception):
    """A copy could not be made or brought back; the text says why and what to do."""


class NoTool(BackupError):
    """PostgreSQL's own copying program is missing."""


class NotEmpty(BackupError):
    """Nothing is ever restored over a record that is there."""


class Damaged(BackupError):
    """A copy is not what it was when it was made."""
