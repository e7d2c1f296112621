"""RFC 3986 section 3.2.2: a host and a port as people and URLs write them."""


def host_port(host: str, port: int) -> str:
    """Write them; an IPv6 address stands in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
