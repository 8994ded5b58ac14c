"""What the publisher keeps in memory of the files that are out, so that it need not read them."""

from collections.abc import Mapping
from typing import Any

from results.previous import read_json
from results.target import Target

Head = Mapping[str, Any]
"""A manifest without its units: what national sums and pages are made from."""


class Shelf:
    """Heads of the newest manifests by hash; whole manifests are read when they are asked for."""

    def __init__(self, target: Target) -> None:
        """Take the place that is published to."""
        self._target = target
        self._heads: dict[str, Head] = {}

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
            self._heads[sha256] = head_of(self.manifest(link))
        return self._heads[sha256]

    def keep(self, link: Mapping[str, Any], manifest: Mapping[str, Any]) -> Head:
        """Remember the head of a manifest that was just made."""
        head = self._heads[link["sha256"]] = head_of(manifest)
        return head

    def forget_all_but(self, sha256s: set[str]) -> None:
        """Let go of the heads of older snapshots."""
        self._heads = {k: v for k, v in self._heads.items() if k in sha256s}


def head_of(manifest: Mapping[str, Any]) -> Head:
    """Return a manifest without its units."""
    return {name: value for name, value in manifest.items() if name != "units"}
