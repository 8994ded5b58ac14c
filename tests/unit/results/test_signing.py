"""Keys and signatures as minisign writes them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.errors import KeyUnreadable
from results.signing import PublicKey, SigningKey

KEY = SigningKey(bytes(range(8)), bytes(range(32)))


@given(st.binary(max_size=200), st.text("abc :0", max_size=20))
def test_a_signature_fits_its_data(data: bytes, comment: str) -> None:
    assert KEY.public.accepts(data, KEY.sign(data, comment.strip()))


@given(st.binary(min_size=1, max_size=60), st.integers(0, 10_000))
def test_one_changed_byte_is_refused(data: bytes, place: int) -> None:
    changed = bytearray(data)
    changed[place % len(data)] ^= 1
    assert not KEY.public.accepts(bytes(changed), KEY.sign(data, "n 1"))


def test_a_changed_comment_is_refused() -> None:
    signature = KEY.sign(b"x", "snapshot 1")
    assert not KEY.public.accepts(b"x", signature.replace("snapshot 1", "snapshot 2"))


def test_another_key_is_refused() -> None:
    other = SigningKey(KEY.key_id, bytes(32))
    assert not other.public.accepts(b"x", KEY.sign(b"x", ""))
    stranger = SigningKey(bytes(8), KEY.seed)
    assert not stranger.public.accepts(b"x", KEY.sign(b"x", ""))


@pytest.mark.parametrize("text", ["", "x", "a\nb\nc\nd", "a\n!!\ntrusted comment: x\n!!"])
def test_what_is_no_signature_is_refused(text: str) -> None:
    assert not KEY.public.accepts(b"x", text)


def test_keys_survive_their_files() -> None:
    assert SigningKey.from_text(KEY.to_text()) == KEY
    assert PublicKey.from_text(KEY.public.to_text()) == KEY.public
    assert PublicKey.from_text(KEY.public.to_text().splitlines()[1]) == KEY.public


def test_the_files_have_minisign_s_sizes() -> None:
    def body(text: str) -> bytes:
        return base64.b64decode(text.splitlines()[1])

    assert len(body(KEY.to_text())) == 158
    assert len(body(KEY.public.to_text())) == 42
    assert len(body(KEY.sign(b"", ""))) == 74


@pytest.mark.parametrize("text", ["", "hello", "untrusted comment: x\n", KEY.public.to_text()])
def test_what_is_no_secret_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnreadable):
        SigningKey.from_text(text)


def test_a_damaged_secret_key_is_refused() -> None:
    comment, body = KEY.to_text().splitlines()
    raw = bytearray(base64.b64decode(body))
    raw[70] ^= 1
    with pytest.raises(KeyUnreadable):
        SigningKey.from_text(f"{comment}\n{base64.b64encode(raw).decode()}\n")
