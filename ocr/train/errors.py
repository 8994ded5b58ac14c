"""What can go wrong in training.

TrainError
└── DataSetError    a digit set is missing or is not the one that was described
"""


class TrainError(Exception):
    """Training cannot go on."""


class DataSetError(TrainError):
    """A digit set is missing, or its bytes are not those that were described."""
