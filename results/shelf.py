"""What the publisher keeps in memory of the files that are out, so that it need not read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from results.addresses import Blob, json_blob
from results.listing import Listing, as_json, line_of, listing_of
from results.previous import read_json
from results.target import Target

Head = Mapping[str, Any]
"""A manifest without its units: what national sums and pages are made from."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A manifest in its two parts."""

    head: dict[str, Any]
    listing: Listing

    def to_blob(self) -> Blob:
        """Return the manifest as a file."""
        return json_blob(self.head | {"units": as_json(self.listing)})


class Shelf:
    """Heads of the newest manifests by hash, and their units where whoever made them asks again.

    The units of the country take some 80 MB so; nobody but the publisher has them kept.
    """

    def __init__(self, target: Target) -> None:
        """Take the place that is published to."""
        self._target = target
        self._heads: dict[str, Head] = {}
        self._kept: dict[str, Kept] = {}

    def manifest(self, link: Mapping[str, Any]) -> dict[str, Any]:
        """Read a manifest whole.

        Raises:
            PublicationError: it is missing or damaged.
        """
        return read_json(self._target, dict(link))

    def head(self, link: Mapping[str, Any]) -> Head:
        """Return the head of a manifest.

        Raises:
            PublicationError: it is missing or damaged.
        """
        sha256 = link["sha256"]
        if sha256 not in self._heads:
            self._heads[sha256] = _head_in(self.manifest(link))
        return self._heads[sha256]

    def kept(self, link: Mapping[str, Any]) -> Kept:
        """Return a manifest that the next one is made from; it is read where it was not kept.

        Raises:
            PublicationError: it is missing or damaged.
        """
        if link["sha256"] not in self._kept:
            manifest = self.manifest(link)
            units = listing_of(line_of(entry) for entry in manifest["units"])
            self.keep(link, Kept(_head_in(manifest), units))
        return self._kept[link["sha256"]]

    def keep(self, link: Mapping[str, Any], made: Kept) -> Head:
        """Remember a manifest that was just made; return its head."""
        self._kept[link["sha256"]] = made
        self._heads[link["sha256"]] = made.head
        return made.head

    def forget_all_but(self, sha256s: set[str]) -> None:
        """Let go of the manifests of older snapshots."""
        self._heads = {k: v for k, v in self._heads.items() if k in sha256s}
        self._kept = {k: v for k, v in self._kept.items() if k in sha256s}


def _head_in(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest without its units."""
    return {name: value for name, value in manifest.items() if name != "units"}
