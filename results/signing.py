"""Signatures in the format of minisign, so that anyone can check them without our code.

Key and signature files follow https://jedisct1.github.io/minisign/: Ed25519 over the BLAKE2b hash
of the data, and a second signature that covers the first together with the trusted comment.
"""

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from results.errors import KeyUnreadable

_PLAIN: Final = b"Ed"
_HASHED: Final = b"ED"
_KEY_ID: Final = 8
_UNTRUSTED: Final = "untrusted comment: "
_TRUSTED: Final = "trusted comment: "
# Without a password minisign leaves these 48 bytes (salt and limits of the derivation) zero.
_NO_PASSWORD: Final = b"\0\0" + b"B2" + bytes(48)
_SECRET_BYTES: Final = 2 + len(_NO_PASSWORD) + _KEY_ID + 64 + 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key that readers check signatures with."""

    key_id: bytes
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """The key's number as minisign prints it, in capital hexadecimal digits."""
        return self.key_id[::-1].hex().upper()

    @property
    def heading(self) -> str:
        """The first line of our signature files; minisign itself never checks it."""
        return f"{_UNTRUSTED}signature from khanaen {self.fingerprint}"

    def to_text(self) -> str:
        """Return the content of a `.pub` file."""
        body = base64.b64encode(_PLAIN + self.key_id + self.raw).decode()
        return f"{_UNTRUSTED}minisign public key {self.fingerprint}\n{body}\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a `.pub` file, or its second line alone.

        Raises:
            KeyUnreadable: this is no public key of minisign.
        """
        body = _decoded(text)
        if len(body) != len(_PLAIN) + _KEY_ID + 32 or not body.startswith(_PLAIN):
            raise KeyUnreadable("not a public key of minisign")
        return cls(body[2:10], body[10:])

    def accepts(self, data: bytes, signature: str) -> bool:
        """Tell whether `signature` is this key's over exactly `data`, its comment included."""
        lines = signature.split("\n")
        if len(lines) != 5 or lines[4] or not lines[2].startswith(_TRUSTED):  # noqa: PLR2004
            return False
        body, overall = _strict(lines[1]), _strict(lines[3])
        algorithm, key_id, own = body[:2], body[2:10], body[10:]
        if key_id != self.key_id or algorithm not in (_PLAIN, _HASHED):
            return False
        signed = hashlib.blake2b(data).digest() if algorithm == _HASHED else data
        comment = lines[2][len(_TRUSTED) :].encode()
        return self._fits(own, signed) and self._fits(overall, own + comment)

    def _fits(self, signature: bytes, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The publisher's secret key; its file is readable by its owner only."""

    key_id: bytes
    seed: bytes

    @classmethod
    def new(cls) -> Self:
        """Make a fresh key."""
        private = Ed25519PrivateKey.generate()
        seed = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return cls(secrets.token_bytes(_KEY_ID), seed)

    @property
    def public(self) -> PublicKey:
        """The key to hand out."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return PublicKey(self.key_id, public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, data: bytes, comment: str) -> str:
        """Return the four lines of a `.minisig` file over `data`; `comment` is signed too."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        own = private.sign(hashlib.blake2b(data).digest())
        overall = private.sign(own + comment.encode())
        body = base64.b64encode(_HASHED + self.key_id + own).decode()
        return (
            f"{self.public.heading}\n{body}\n"
            f"{_TRUSTED}{comment}\n{base64.b64encode(overall).decode()}\n"
        )

    def to_text(self) -> str:
        """Return the content of the secret key file (minisign's, without a password)."""
        pair = self.seed + self.public.raw
        check = hashlib.blake2b(_PLAIN + self.key_id + pair, digest_size=32).digest()
        body = _PLAIN + _NO_PASSWORD + self.key_id + pair + check
        comment = f"{_UNTRUSTED}minisign secret key {self.public.fingerprint}, keep it private"
        return f"{comment}\n{base64.b64encode(body).decode()}\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a secret key file that has no password.

        Raises:
            KeyUnreadable: this is no such file, or its checksum is wrong.
        """
        body = _decoded(text)
        start = 2 + len(_NO_PASSWORD)
        if len(body) != _SECRET_BYTES or not body.startswith(_PLAIN + _NO_PASSWORD[:4]):
            raise KeyUnreadable("not a secret key of minisign without a password")
        key_id, pair = body[start : start + 8], body[start + 8 : start + 72]
        check = hashlib.blake2b(_PLAIN + key_id + pair, digest_size=32).digest()
        if check != body[start + 72 :]:
            raise KeyUnreadable("the checksum of the secret key is wrong")
        return cls(key_id, pair[:32])

    def write(self, file: Path) -> None:
        """Write the secret key to `file` and the public one beside it, never over another key.

        Raises:
            FileExistsError: there is a file already, the public one counted.
        """
        public = file.with_suffix(".pub")
        if public == file or public.exists():
            raise FileExistsError(public)
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(self.to_text())
        public.write_text(self.public.to_text(), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a secret key file.

        Raises:
            KeyUnreadable: the file is missing or is no such key.
        """
        try:
            return cls.from_text(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as trouble:
            raise KeyUnreadable(f"cannot read the key file {file.name}") from trouble


def _strict(line: str) -> bytes:
    """Return what base64 stands for, or nothing: the same bytes written otherwise are refused."""
    try:
        data = base64.b64decode(line, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == line else b""


def _decoded(text: str) -> bytes:
    lines = [ln for ln in text.splitlines() if ln.strip() and not ln.startswith(_UNTRUSTED)]
    if not lines:
        raise KeyUnreadable("an empty key file")
    try:
        return base64.b64decode(lines[0].strip(), validate=True)
    except binascii.Error as trouble:
        raise KeyUnreadable("not a key file of minisign") from trouble
