"""Which network addresses an image may be fetched from.

The rule is a short list of what is allowed, not a list of what is known to be bad: a globally reachable unicast
address, written as itself. Forms that wrap one address in another (IPv4-mapped, 6to4, Teredo, NAT64) are refused
whatever they wrap, for where they lead is up to the network between.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 4291 (2000::/3 is the global unicast space).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")

#: Inside the global space by number, but not the public internet. Python's own tables differ by version.
_NOT_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata service in it
        "168.63.129.16/32",  # Azure's metadata and DNS service, an otherwise public address
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata service
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",  # reserved
        "2001::/23",  # protocol assignments, with Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)

#: Where web servers listen. Anything else on a public address is more likely mischief than a picture.
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})


def may_connect(address: Address, port: int, allow: Iterable[Network]) -> bool:
    """Whether a fetch may connect to `address`:`port`; inside a network of `allow` anything goes."""
    if any(_contains(network, address) for network in allow):
        return True
    return is_public(address) and port in PUBLIC_PORTS


def is_public(address: Address) -> bool:
    """Whether `address` is a globally reachable unicast address that stands for itself."""
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_UNICAST_V6 or address.scope_id):
        return False
    if any(_contains(network, address) for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast


def _contains(network: Network, address: Address) -> bool:
    return network.version == address.version and address in network
