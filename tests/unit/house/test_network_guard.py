import socket

import pytest

from tests.fixtures.network import ForeignHost, is_local


def test_a_foreign_address_is_refused_before_a_packet_leaves() -> None:
    with socket.socket() as sock, pytest.raises(ForeignHost):
        sock.connect(("192.0.2.1", 80))


def test_a_foreign_name_is_not_even_looked_up() -> None:
    with pytest.raises(ForeignHost):
        socket.getaddrinfo("example.invalid", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", b"localhost", None])
def test_loopback_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", "2001:db8::1", b"10.0.0.1"])
def test_everything_else_is_foreign(host: object) -> None:
    assert not is_local(host)
