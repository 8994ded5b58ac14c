"""A password is kept as an argon2id hash of the strength that pwdlib recommends."""

import pytest

from pages.passwords import fits, hash_password

WORDS = "ทะเลสงบยามเช้า-55"


@pytest.mark.usefixtures("proper_hashes")
def test_what_is_kept_is_argon2id_of_full_strength() -> None:
    kept = hash_password(WORDS)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert WORDS not in kept
    assert fits(WORDS, kept)
    assert not fits(f"{WORDS} ", kept)


def test_who_has_no_hash_has_no_password() -> None:
    assert not fits("no person has this password", None)
