"""How far a rehearsal has come, kept in a file for the page `/demo`.

Apart from what draws the forms: the web process shows it, and draws nothing.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.opening import Ground

_FILE: Final = "rehearsal.json"


@dataclass(frozen=True, slots=True)
class Come:
    """How far a rehearsal has come."""

    sent: int
    total: int
    unit: str

    def write(self, folder: Path) -> None:
        """Keep it, replacing what was there at once."""
        draft = folder / f".{_FILE}"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        draft.replace(folder / _FILE)


def last_progress(folder: Path) -> Come | None:
    """Return how far the last rehearsal came, None where there was none."""
    try:
        return Come(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def progress_folder(ground: Ground) -> Path:
    """Return the folder in which progress is kept."""
    return ground.settings.demo_file.parent
