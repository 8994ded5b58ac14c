"""Root and pointer of a snapshot: what every other file hangs on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from tenacity import retry, retry_if_exception_type, stop_after_attempt

from models.tables.election import Election
from results.addresses import LATEST, Blob, canonical
from results.errors import Overtaken, PublicationError
from results.issue import Issue
from results.previous import Previous, read_previous
from results.records import iso
from results.signing import PublicKey, SigningKey
from results.target import Target

FORMAT: Final = "khanaen-results-1"
SAY_EVERY: Final = timedelta(minutes=1)
_TRIES: Final = 5
POINTER_LIMIT: Final = 4096
_GROWS: Final = 512
"""Bytes that a pause leaves free: while it lasts, the list of printed pages may be named anew."""
"""Bytes; phones on a weak line ask for the pointer again and again."""


def root_of(
    issue: Issue, previous: Previous | None, manifests: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the root without the links that the publisher adds."""
    election = issue.register.election
    return {
        "kind": "root",
        "format": FORMAT,
        "sequence": issue.sequence,
        "published_at": iso(issue.at),
        "election": {
            "code": election.code,
            "th": election.name_th,
            "en": election.name_en,
            "voting_date": election.voting_date.isoformat(),
            "loaded_at": iso(election.loaded_at),
        },
        "rehearsal": election.is_rehearsal,
        "official": False,
        "status": _status(manifests),
        "stages": dict(Counter(manifest["state"] for manifest in manifests)),
        "expected_units": sum(sum(manifest["expected"].values()) for manifest in manifests),
        "previous": previous.to_data() if previous else None,
    }


def signature_of(root: Mapping[str, Any], page: Blob, key: SigningKey) -> Blob:
    """Return the signature file beside the root, which stock minisign can check."""
    code, sequence = root["election"]["code"], root["sequence"]
    comment = f"khanaen {code} snapshot {sequence} root {page.sha256}"
    return Blob(f"{page.path}.minisig", key.sign(page.data, comment).encode())


def is_of(root: Mapping[str, Any], election: Election) -> bool:
    """Tell whether a root shows the election as this record has loaded it."""
    shown: Mapping[str, Any] = root["election"]
    return (shown["code"], shown["loaded_at"]) == (election.code, iso(election.loaded_at))


def pointer_of(
    root: Mapping[str, Any], page: Blob, before: Mapping[str, Any] | None, key: SigningKey
) -> dict[str, Any]:
    """Return the signed pointer: at most 4 kB, enough to check everything else.

    The pages and files with fixed names are still those that the pointer `before` names.
    """
    body = {
        "format": FORMAT,
        "sequence": root["sequence"],
        "published_at": root["published_at"],
        "checked_at": root["published_at"],
        "status": root["status"],
        "reason": None,
        "election": root["election"]["code"],
        "rehearsal": root["rehearsal"],
        "official": False,
        "root": page.link() | {"minisig_sha256": signature_of(root, page, key).sha256},
        "audit_head": root["audit_head"],
        "previous": root["previous"],
        "printed": before.get("printed") if before else None,
    }
    return signed(body, key)


def signed(body: Mapping[str, Any], key: SigningKey) -> dict[str, Any]:
    """Return a pointer that names its key, signed over the canonical JSON of all other fields.

    Raises:
        PublicationError: the pointer would be larger than its limit.
    """
    plain = {name: value for name, value in body.items() if name != "signature"}
    plain["key"] = key.public.to_text().splitlines()[1]  # another one may have signed before
    comment = f"khanaen {plain['election']} pointer {plain['sequence']} {plain['status']}"
    pointer = {**plain, "signature": key.sign(canonical(plain), comment)}
    if len(canonical(pointer)) > POINTER_LIMIT:
        raise PublicationError(f"the pointer is larger than {POINTER_LIMIT} bytes")
    return pointer


def is_signed_by(pointer: Mapping[str, Any], key: PublicKey) -> bool:
    """Tell whether the pointer's signature is this key's and covers all that it says."""
    plain = {name: value for name, value in pointer.items() if name != "signature"}
    signature = str(pointer.get("signature", ""))
    return signature.startswith(f"{key.heading}\n") and key.accepts(canonical(plain), signature)


def said_again(pointer: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return a pointer that says that the newest snapshot still is the newest.

    A quiet hour must not look like a publisher that stands still (R610).
    """
    return {**pointer, "checked_at": iso(at)}


@retry(retry=retry_if_exception_type(Overtaken), stop=stop_after_attempt(_TRIES), reraise=True)
def set_status(
    target: Target, key: SigningKey, status: str, reason: Mapping[str, str] | None
) -> int:
    """Publish the operator's word without a database; return the snapshot it stands on.

    `status` is `paused` with a reason, or `live` to go on. Where a publisher was faster, it is said
    of that one's snapshot.

    Raises:
        PublicationError: nothing is published yet, or the reason is too long.
        Overtaken: others wrote the pointer again and again.
    """
    with target.alone():
        previous = read_previous(target)
        if previous is None:
            raise PublicationError(f"there is no {LATEST} yet")
        usual = previous.root["status"] if status == "live" else status
        body = previous.pointer | {"status": usual, "reason": dict(reason) if reason else None}
        data = canonical(signed(body, key))
        if reason and (over := len(data) + _GROWS - POINTER_LIMIT) > 0:
            raise PublicationError(
                f"เหตุผลยาวเกินไป {over} ไบต์ (อักษรไทยตัวละ 3) · the reason is {over} bytes too long"
                " (a Thai letter takes 3)"
            )
        target.replace(LATEST, previous.pointer_data, data)
    return previous.sequence


def _status(manifests: Sequence[Mapping[str, Any]]) -> str:
    states = {manifest["state"] for manifest in manifests}
    if states <= {"closed"}:
        return "waiting"
    return "consolidated" if states <= {"consolidated", "certified"} else "live"
