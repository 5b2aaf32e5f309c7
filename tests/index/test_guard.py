"""Which addresses may be connected to: those of the public internet, in whatever form they come."""

import socket
import time

import httpcore
import pytest

from index.errors import ArticleError
from index.guard import Guard, is_permitted, is_public


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.255.255.254", id="loopback-far"),
        pytest.param("0.0.0.0", id="this-host"),
        pytest.param("10.0.0.5", id="private-10"),
        pytest.param("172.16.0.1", id="private-172"),
        pytest.param("172.31.255.255", id="private-172-last"),
        pytest.param("192.168.1.1", id="private-192"),
        pytest.param("169.254.169.254", id="cloud-metadata"),
        pytest.param("100.64.0.1", id="carrier"),
        pytest.param("100.100.100.200", id="carrier-metadata"),
        pytest.param("168.63.129.16", id="platform-service"),
        pytest.param("192.0.0.192", id="protocol-assignments"),
        pytest.param("192.0.2.1", id="documentation"),
        pytest.param("192.88.99.1", id="relay-anycast"),
        pytest.param("198.18.0.1", id="benchmark"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("239.255.255.250", id="multicast-local"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="v6-any"),
        pytest.param("::1", id="v6-loopback"),
        pytest.param("::7f00:1", id="v6-compatible"),
        pytest.param("::ffff:127.0.0.1", id="v6-mapped-loopback"),
        pytest.param("::ffff:169.254.169.254", id="v6-mapped-metadata"),
        pytest.param("::ffff:0:127.0.0.1", id="v6-translated"),
        pytest.param("64:ff9b::7f00:1", id="nat64"),
        pytest.param("64:ff9b:1::a00:1", id="nat64-local"),
        pytest.param("2002:7f00:1::", id="6to4"),
        pytest.param("2001:0:7f00:1::", id="teredo"),
        pytest.param("2001:db8::1", id="v6-documentation"),
        pytest.param("3fff::1", id="v6-documentation-new"),
        pytest.param("fe80::1", id="link-local"),
        pytest.param("fe80::1%eth0", id="link-local-zone"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("fc00::1", id="unique-local"),
        pytest.param("fd00:ec2::254", id="v6-metadata"),
        pytest.param("ff02::1", id="v6-multicast"),
        pytest.param("100::1", id="discard"),
        pytest.param("5f00::1", id="segment-routing"),
        pytest.param("", id="empty"),
        pytest.param("news.test", id="name"),
        pytest.param("0x7f.1", id="hexadecimal"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(address)
    assert not is_permitted(address, 443)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "151.101.0.81", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2a00::1"]
)
def test_a_public_address_is_permitted_on_the_ports_of_the_web(address):
    assert [is_permitted(address, port) for port in (80, 443, 22, 8080, 0)] == [
        *(True, True),
        *(False, False, False),
    ]


def guard(*addresses, permit=is_permitted):
    def resolve(_host, port, **_options):
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in addresses]

    return Guard(permit, resolve, deadline=time.monotonic() + 2)


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(["8.8.8.8", "10.0.0.1"], id="private-last"),
        pytest.param(["10.0.0.1", "8.8.8.8"], id="private-first"),
        pytest.param(["8.8.8.8", "::1"], id="mixed-families"),
        pytest.param(["8.8.8.8"] * 9 + ["127.0.0.1"], id="behind-many"),
    ],
)
def test_one_private_answer_among_public_ones_refuses_the_name(addresses):
    with pytest.raises(ArticleError, match=r"private network \(mixed\.test\)"):
        guard(*addresses).connect_tcp("mixed.test", 80)


def test_another_port_is_refused_by_its_name():
    with pytest.raises(ArticleError, match="port 22"):
        guard("8.8.8.8").connect_tcp("news.test", 22)


def test_a_name_without_addresses_is_no_host():
    with pytest.raises(ArticleError, match="no host news"):
        guard().connect_tcp("news.test", 80)


def test_a_socket_of_this_machine_is_refused():
    with pytest.raises(ArticleError, match="public address"):
        guard().connect_unix_socket("/run/docker.sock")


def test_the_next_address_is_tried_where_one_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = guard("::1", "127.0.0.1", permit=lambda *_: True).connect_tcp("a.test", port)
        assert found.get_extra_info("server_addr")[0] == "127.0.0.1"
        found.close()


def test_where_no_address_answers_the_connection_fails():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(httpcore.ConnectError):
        guard("127.0.0.1", permit=lambda *_: True).connect_tcp("a.test", port)


def test_looking_up_a_name_ends_at_the_deadline():
    def resolve(*_arguments, **_options):
        time.sleep(1.5)
        return []

    started = time.monotonic()
    slow = Guard(is_permitted, resolve, deadline=started + 0.1)
    with pytest.raises(TimeoutError):
        slow.connect_tcp("slow.test", 80)
    assert time.monotonic() - started < 1
