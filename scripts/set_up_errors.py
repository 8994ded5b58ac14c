"""SetUpError: set-up cannot go on, and its text says what the person should do."""


class SetUpError(Exception):
    """Set-up cannot go on until a person does what the message says."""
