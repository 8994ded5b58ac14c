"""Photos that come in by the page: kept at once, read by the workers."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from bot import acts
from bot.web.senders import DOOR, Posting, Sender, home_of
from intake.errors import Refused
from intake.limits import MAX_BYTES
from intake.receive import Door, Receipt
from models.store import evidence as evidences
from models.store.rows import saved
from models.tables.photos import Channel
from models.values.evidence import EvidenceKind
from models.values.refusals import sentence_of_refusal
from pages.doors import see_other
from pages.languages import Language
from pages.wiring import database_of

router = APIRouter(route_class=DOOR.route_class())

MOST_FILES: Final = 12


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as a browser sent it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes with a picture: its unit, its hash, and what the sender says that it shows."""

    unit: Annotated[str, Form()] = ""
    sha256: Annotated[str, Form()] = ""
    kind: Annotated[str, Form()] = ""
    """A kind of evidence, or nothing for a page of a form."""
    note: Annotated[str, Form()] = ""


WithPhoto = Annotated[Brought, Depends()]


@router.post("/send/photos")
def take_photos(
    request: Request,
    sender: Posting,
    unit: Annotated[str, Form()] = "",
    photos: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Keep the photos of a unit; each gets its receipt number, refused ones a reason."""
    with database_of(request).reading() as session:
        found = sender.unit(session, unit)
        unit_id, code = saved(found.id), found.code
        if sender.is_flooding(session, unit_id):
            return see_other(home_of(code, often="1"))
    # A browser sends a part without a name for each file field that was left alone.
    files = [file for file in photos or [] if file.filename]
    receipts = [_take(request, sender, unit_id, _sent(file)) for file in files[:MOST_FILES]]
    came = [r for r in receipts if r is not None]
    told = _told(came, len(receipts))
    if len(files) > MOST_FILES:
        told["left"] = str(len(files) - MOST_FILES)
    return see_other(home_of(code, **told))


@router.post("/send/pictures")
def take_picture(
    request: Request, sender: Posting, photo: Annotated[UploadFile, File()], brought: WithPhoto
) -> Response:
    """Keep one picture that waited on a phone; the same bytes again get the same receipt.

    Bytes other than those that the phone hashed broke on their way, and are to be sent again.
    """
    with database_of(request).reading() as session:
        unit_id = saved(sender.unit(session, brought.unit).id)
        if sender.is_flooding(session, unit_id):
            return JSONResponse({}, 429)  # the phone keeps it, and asks again later
    sent = _sent(photo)
    if len(sent.data) <= MAX_BYTES and brought.sha256 not in {
        "",
        hashlib.sha256(sent.data).hexdigest(),
    }:
        return JSONResponse({}, 409)
    claim = _claim(sender, brought.kind, brought.note) if brought.kind else None
    receipt = _take(request, sender, unit_id, sent, claim)
    if receipt is None:
        return JSONResponse({}, 422)
    words = ""
    if receipt.refusal is not None:
        said = sentence_of_refusal(receipt.refusal)
        words = said.th if sender.visitor.language is Language.TH else said.en
    return JSONResponse({"receipt": receipt.number, "words": words})


@router.post("/send/evidence")
def take_evidence(
    request: Request, sender: Posting, photo: Annotated[UploadFile, File()], brought: WithPhoto
) -> Response:
    """Keep a picture that the sender says is no form."""
    with database_of(request).reading() as session:
        found = sender.unit(session, brought.unit)
        unit_id, code = saved(found.id), found.code
        if sender.is_flooding(session, unit_id):
            return see_other(home_of(code, often="1"))
    claim = _claim(sender, brought.kind, brought.note)
    receipt = _take(request, sender, unit_id, _sent(photo), claim)
    came = [receipt] if receipt is not None else []
    return see_other(home_of(code, **_told(came, 1)))


@router.post("/send/photos/{photo_id}/evidence")
def say_evidence(
    request: Request, sender: Posting, photo_id: int, kind: Annotated[str, Form()] = ""
) -> Response:
    """Keep a picture as evidence in which the machine found no form."""
    with database_of(request).writing() as session:
        code = acts.keep_evidence(sender.acting(session), photo_id, _kind_of(kind)).code
    return see_other(home_of(code))


@router.post("/send/photos/{photo_id}/hand-over")
def pass_on(request: Request, sender: Posting, photo_id: int) -> Response:
    """Place a photo that the machine could not place, for people to look at."""
    queue = cast(acts.SheetQueue, request.app.state.door.queue)
    with database_of(request).writing() as session:
        code = acts.pass_on(sender.acting(session), queue, photo_id).code
    return see_other(home_of(code))


def _claim(sender: Sender, kind: str, note: str) -> evidences.Claim:
    return evidences.Claim(_kind_of(kind), note, sender.person.person_id)


def _kind_of(said: str) -> EvidenceKind:
    return EvidenceKind(said) if said in set(EvidenceKind) else EvidenceKind.OTHER


def _sent(file: UploadFile) -> Sent:
    # One byte more than may be: intake sees that it is too large, and memory stays bounded.
    return Sent(file.filename or "", file.file.read(MAX_BYTES + 1))


def _take(
    request: Request,
    sender: Sender,
    unit_id: int,
    sent: Sent,
    claim: evidences.Claim | None = None,
) -> Receipt | None:
    """Hand one file to intake; None for an empty one, of which there is nothing to keep."""
    door = cast(Door, request.app.state.door)
    brought = acts.Brought(unit_id, Channel.WEB, sent.data, sent.name, claim)
    try:
        with database_of(request).writing() as session:
            return acts.bring(sender.acting(session), door, brought)
    except Refused:
        return None


def _told(receipts: list[Receipt], files: int) -> dict[str, str]:
    """Return what the next page says: new photos, one that was known, an empty file."""
    told: dict[str, str] = {}
    new = [str(r.photo_id) for r in receipts if not r.is_known]
    known = [r.number for r in receipts if r.is_known]
    if new:
        told["new"] = ",".join(new)
    if known:
        told["known"] = known[0]
    if len(receipts) < max(1, files):
        told["empty"] = "1"
    return told
