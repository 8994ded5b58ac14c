"""Tables of the record. Importing this package registers every table with the metadata."""

from models.tables import (
    audit,
    calls,
    chat,
    consolidation,
    election,
    evidence,
    geography,
    late_photos,
    objections,
    people,
    photos,
    recalls,
    rechecks,
    results,
    sheets,
)
from models.tables.columns import METADATA

__all__ = [
    "METADATA",
    "audit",
    "calls",
    "chat",
    "consolidation",
    "election",
    "evidence",
    "geography",
    "late_photos",
    "objections",
    "people",
    "photos",
    "recalls",
    "rechecks",
    "results",
    "sheets",
]
