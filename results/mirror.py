"""A shared drive with the newest CSV files under fixed names, for newsrooms that work from one.

It is a copy of what the board offers: nobody verifies it without the board, and trouble with it
holds nothing up.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from results.addresses import PRINTED, canonical, digest
from results.target import Target

STATE: Final = "mirror.json"
"""What the drive holds, written last: of which snapshot, and the hash of each file."""

READ_ME: Final = "READ-ME.txt"
_REHEARSAL: Final = "ซ้อม ไม่ใช่ผลการเลือกตั้ง · REHEARSAL, NOT AN ELECTION\r\n"
_MIRRORED: Final = ("csv/", "datapackage.json")


class Mirror:
    """A drive beside the board, and the list of files that it was last brought to."""

    def __init__(self, board: Target, drive: Target) -> None:
        """Take where to copy from and to."""
        self._board = board
        self._drive = drive
        self._done = b""

    def follow(self) -> int:
        """Bring the drive to the newest files of the board; return how many were written.

        The drive is asked for nothing while the board stays as it is.

        Raises:
            PublicationError: the drive could not be written.
            OSError: the drive could not be read.
        """
        data = self._board.read(PRINTED) or b""
        if data == self._done:
            return 0
        index = _json(data)
        wanted = {
            path: file["sha256"]
            for path, file in index.get("exports", {}).get("files", {}).items()
            if _is_mirrored(path)
        }
        return self._bring(index, wanted, data) if wanted else 0

    def _bring(self, index: Mapping[str, Any], wanted: Mapping[str, str], data: bytes) -> int:
        seen = _json(self._drive.read(STATE))
        held: Mapping[str, str] = seen.get("files", {})
        written = {}
        for path, sha256 in wanted.items():
            file = self._board.read(path) if held.get(path) != sha256 else None
            # A file that the printer is just writing anew waits for the next round.
            if file is not None and digest(file) == sha256:
                self._drive.put(path, file)
                written[path] = sha256
        files = {path: sha256 for path, sha256 in {**held, **written}.items() if path in wanted}
        now = _state(index, files)
        if now != seen:
            # What is not made any more would stay under its name with old numbers.
            self._drive.sweep([p for p in held if p not in wanted and _is_mirrored(p)], ())
            self._drive.put(READ_ME, _words(now).encode())
            self._drive.put(STATE, canonical(now))
        self._done = data if files == wanted else b""
        return len(written)


def _is_mirrored(path: str) -> bool:
    """Tell whether a file is one of ours; others may write the drive's list of files too."""
    return path.startswith(_MIRRORED) and ".." not in path


def _state(index: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "mirror",
        "official": False,
        "rehearsal": index["rehearsal"],
        "election": index["election"],
        "snapshot": index["exports"]["snapshot"],
        "at": index["exports"]["at"],
        "files": dict(files),
    }


def _words(state: Mapping[str, Any]) -> str:
    election = state["election"]
    return (
        f"{election['th']} · {election['en']}\r\n"
        f"{_REHEARSAL if state['rehearsal'] else ''}"
        "ยังไม่เป็นทางการ · UNOFFICIAL\r\n"
        f"ฉบับที่ {state['snapshot']} · snapshot {state['snapshot']} · {state['at']}\r\n"
    )


def _json(data: bytes | None) -> dict[str, Any]:
    found = orjson.loads(data) if data else {}
    return found if isinstance(found, dict) else {}
