from ipaddress import ip_address, ip_network

import pytest

from fittingroom.network.addresses import is_public, may_connect

REFUSED = {
    "this network": "0.0.0.0 0.1.2.3 ::",
    "loopback": "127.0.0.1 127.255.255.254 ::1",
    "private": "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fdff::1 fec0::1",
    "carrier-grade NAT": "100.64.0.1 100.127.255.255",
    "link-local": "169.254.0.1 fe80::1 fe80::1%eth0",
    "metadata": "169.254.169.254 169.254.170.2 100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254",
    "IPv4-mapped": "::ffff:127.0.0.1 ::ffff:8.8.8.8",
    "IPv4-compatible": "::127.0.0.1 ::8.8.8.8",
    "6to4": "2002:7f00:1::1 2002:808:808::1 192.88.99.1",
    "Teredo": "2001::1 2001:0:7f00:1::1",
    "NAT64": "64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1",
    "multicast": "224.0.0.1 239.255.255.250 ff02::1 ff0e::1",
    "broadcast and reserved": "255.255.255.255 240.0.0.1 4000::1 5f00::1",
    "documentation and benchmarks": "192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 2001:db8::1 3fff::1",
}
PUBLIC = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.32.0.1 169.253.1.1 2606:4700::1111 2a00:1450:4001::1"


@pytest.mark.parametrize(("kind", "addresses"), REFUSED.items(), ids=REFUSED)
def test_no_address_that_is_not_public_is_reached(kind: str, addresses: str) -> None:
    for address in addresses.split():
        assert not is_public(ip_address(address)), address
        assert not may_connect(ip_address(address), 443, []), address


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_reached(address: str) -> None:
    assert may_connect(ip_address(address), 443, [])


@pytest.mark.parametrize(
    ("port", "allowed"), {80: True, 443: True, 8443: True, 22: False, 25: False, 6379: False}.items()
)
def test_on_public_addresses_only_the_ports_of_web_servers_are_reached(port: int, allowed: bool) -> None:
    assert may_connect(ip_address("1.1.1.1"), port, []) is allowed


def test_an_allowed_network_opens_its_addresses_at_any_port_and_no_others() -> None:
    allow = [ip_network("127.0.0.0/30"), ip_network("fd00::/64")]
    assert may_connect(ip_address("127.0.0.1"), 5000, allow)
    assert may_connect(ip_address("fd00::1"), 5000, allow)
    assert not may_connect(ip_address("127.0.0.4"), 5000, allow)
    assert not may_connect(ip_address("::ffff:127.0.0.1"), 5000, allow)
