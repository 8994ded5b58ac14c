"""Tables of the record. Importing this package registers every table with the metadata."""

from models.tables import audit, chat, election, geography, people, photos, results, sheets
from models.tables.columns import METADATA

__all__ = [
    "METADATA",
    "audit",
    "chat",
    "election",
    "geography",
    "people",
    "photos",
    "results",
    "sheets",
]
