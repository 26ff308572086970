"""The only way out to the network: one page or document by its URL, and nothing that lies behind the front door.

Every host is resolved here, each of its addresses vetted, and the connection made to a vetted address, so that a name cannot mean one
address when it is checked and another when it is used (DNS rebinding). Redirects are followed by hand, each hop vetted like the first.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread

import httpx

from tocsin.errors import Busy, Forbidden, TooLong, Unreachable

MAX_BODY_BYTES = 15_000_000
"""Of the body as sent, and of the body unpacked."""

MAX_REDIRECTS = 5
MAX_SECONDS = 20.0
"""For all of it: names, connections, redirects, body."""

MOST_WAIT_SECONDS = 86_400.0
"""Of the time that a server asks to be left alone."""

_MOST_ADDRESSES = 4
_OWN = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": "tocsin",
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a URL is fetched.

    allow_private: whether private addresses and other ports may be asked: only where a person says so, of a network of his own. A public
                   host may not redirect there all the same, and link-local addresses (where clouds keep their secrets) stay forbidden.
    etag, last_modified: validators of an earlier answer (RFC 9110, section 13): the server need send nothing where it has nothing new.
    """

    allow_private: bool = False
    etag: str | None = None
    last_modified: str | None = None


USUAL = Terms()

Resolve = Callable[[str, int], list[str]]
"""(host, port) -> its addresses. Raises OSError where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a URL gave.

    body:      unpacked; empty where `unchanged`: the server has nothing newer than what the validators name.
    url:       the address after all redirects.
    charset, media_type, etag, last_modified: as the server names them, None where it does not.
    """

    body: bytes
    url: str
    charset: str | None
    media_type: str | None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system's resolver has them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str,
    terms: Terms = USUAL,
    *,
    resolve: Resolve = resolve,
    transport: httpx.BaseTransport | None = None,
    seconds: float = MAX_SECONDS,
) -> Fetched:
    """Fetch one http or https URL.

    resolve, transport: the two seams to the world, replaced in tests; None for a transport of its own.
    seconds:            after which it is given up, however slowly the other side drips.

    Raises Forbidden for what must not be fetched: another scheme or port, a name or password in the URL, an address that is not public, a
    redirect from https to http or more than five of them; Unreachable where there is no answer or none with status 200, Busy where the
    server asks to be left alone for a while; TooLong over 15 MB.
    """
    deadline = time.monotonic() + seconds
    return _within(seconds, lambda: _followed(url, terms, resolve, transport, deadline), url)


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet.

    Private, loopback, link-local, shared, multicast and reserved ones do not, nor such a one wrapped in IPv6 (mapped, 6to4, Teredo, NAT64).
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if any(inner is not None and not is_public(str(inner)) for inner in wrapped) or ip.is_site_local:
            return False
        if ip.ipv4_mapped:
            return True
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified)


def _within(seconds: float, call: Callable[[], Fetched], url: str) -> Fetched:
    """The result of the call; Unreachable when the time is over.

    It runs in a thread that may be left behind, since neither the system's resolver nor a dripping server can be interrupted.
    """
    results: SimpleQueue[Fetched | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            results.put(call())
        except BaseException as error:  # handed on to the caller's thread as it is
            results.put(error)

    Thread(target=work, daemon=True).start()
    try:
        result = results.get(timeout=seconds + 0.5)
    except Empty:
        raise _too_slow(url) from None
    if isinstance(result, BaseException):
        raise result
    return result


def _followed(url: str, terms: Terms, resolve: Resolve, transport: httpx.BaseTransport | None, deadline: float) -> Fetched:
    here = _checked(url, terms)
    for _ in range(MAX_REDIRECTS + 1):
        addresses = _vetted(here, terms, resolve)
        if any(map(is_public, addresses)):  # whoever answers from outside has no say over what is asked within
            terms = replace(terms, allow_private=False)
        # a client of its own for each hop: no cookie and no connection is carried from one host to the next
        with httpx.Client(transport=transport or httpx.HTTPTransport(verify=_trusted()), trust_env=False, follow_redirects=False) as client:
            response = _answer(client, here, addresses, terms, deadline)
            try:
                following = _redirect(response, here, terms)
                if following is None:
                    return _fetched(response, here, terms, deadline)
            finally:
                response.close()
        here = following
    raise Forbidden(f"{_shown(url)} redirects more than {MAX_REDIRECTS} times")


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates are believed. To read them takes 30 ms, more than most feeds do."""
    return httpx.create_ssl_context()


def _checked(url: str, terms: Terms) -> httpx.URL:
    """The parsed URL. Raises Forbidden for whatever two parsers might read in two ways, and for all but plain http and https."""
    if "\\" in url or any(c.isspace() or not c.isprintable() for c in url):
        raise Forbidden(f"{_shown(url)} holds white space or a backslash", do="give the address as a browser shows it")
    try:
        made = httpx.URL(url)
    except httpx.InvalidURL:
        raise Forbidden(f"{_shown(url)} is no URL") from None
    if made.scheme not in _PORTS:
        raise Forbidden(f"{_shown(url)} is not fetched", allowed="only http and https are")
    if made.userinfo:
        raise Forbidden(f"{_shown(url)} holds a name or a password", allowed="only URLs without are fetched")
    if not made.host or (made.port not in (None, _PORTS[made.scheme]) and not terms.allow_private):
        raise Forbidden(f"{_shown(url)} is not fetched", allowed="only hosts on port 80 for http and 443 for https are")
    return made


def _vetted(url: httpx.URL, terms: Terms, resolve: Resolve) -> list[str]:
    """The addresses of the host that may be asked: the public ones, or only where it has none, one's own where those are allowed.

    Raises Forbidden where it has addresses and none of them may be asked.
    """
    host = url.raw_host.decode("ascii").rstrip(".")
    try:
        addresses = _numeric(host) or resolve(host, url.port or _PORTS[url.scheme])
    except (OSError, UnicodeError):
        raise Unreachable(f"the host {host!r} is not known", do="check the address, or try again later") from None
    vetted = list(filter(is_public, addresses)) or (list(filter(_is_own, addresses)) if terms.allow_private else [])
    if not vetted:
        raise Forbidden(f"{host!r} is a private or reserved address", allowed="only public ones are fetched")
    return vetted


def _is_own(address: str) -> bool:
    """Whether an IP address is one of this machine or of a private network (RFC 1918, RFC 6598, RFC 4193)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return _is_own(str(inner))
    return ip.is_loopback or any(ip in network for network in _OWN if network.version == ip.version)


def _numeric(host: str) -> list[str]:
    """The address that a host written in numbers means, also as 127.1 or 0x7f000001, which connecting would understand; [] for a name."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return []


def _answer(client: httpx.Client, url: httpx.URL, addresses: list[str], terms: Terms, deadline: float) -> httpx.Response:
    """The response of the first address that takes the connection; its body is not read yet."""
    error: Exception | None = None
    validators = {"If-None-Match": terms.etag, "If-Modified-Since": terms.last_modified}
    asked = _HEADERS | {name: value for name, value in validators.items() if value}
    for address in addresses[:_MOST_ADDRESSES]:
        host = url.raw_host.decode("ascii").rstrip(".")
        request = client.build_request(
            "GET",
            url.copy_with(host=address, fragment=None),
            headers=asked | {"Host": _host_header(host, url)},
            timeout=max(0.1, deadline - time.monotonic()),
            extensions={"sni_hostname": host},  # the certificate is checked against the name, not against the address
        )
        try:
            return client.send(request, stream=True)
        except httpx.ConnectError as failed:
            error = failed
        except httpx.TimeoutException:
            raise _too_slow(str(url)) from None
        except httpx.HTTPError as failed:
            raise Unreachable(f"{_shown(str(url))} broke off ({type(failed).__name__})", do="try again later") from None
    raise Unreachable(f"{_shown(str(url))} takes no connection ({error})", do="check the address, or try again later")


def _host_header(host: str, url: httpx.URL) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if url.port is None else f"{name}:{url.port}"


def _redirect(response: httpx.Response, here: httpx.URL, terms: Terms) -> httpx.URL | None:
    if response.status_code not in _REDIRECTS or not (location := response.headers.get("location")):
        return None
    if "\\" in location:
        raise Forbidden(f"{_shown(str(here))} redirects to {_shown(location)}")
    try:
        following = _checked(str(here.join(location)), terms)
    except httpx.InvalidURL:
        raise Forbidden(f"{_shown(str(here))} redirects to {_shown(location)}, which is no URL") from None
    if (here.scheme, following.scheme) == ("https", "http"):
        raise Forbidden(f"{_shown(str(here))} redirects from https to http")
    return following


def _fetched(response: httpx.Response, url: httpx.URL, terms: Terms, deadline: float) -> Fetched:
    validators = {"etag": response.headers.get("etag"), "last_modified": response.headers.get("last-modified")}
    if response.status_code == 304 and (terms.etag or terms.last_modified):
        return Fetched(body=b"", url=str(url), charset=None, media_type=None, unchanged=True, **validators)
    if response.status_code in (429, 503):
        wait = _wait(response.headers.get("retry-after"))
        raise Busy(f"{_shown(str(url))} answers {response.status_code}: it is asked too often, or busy", wait_seconds=wait)
    if response.status_code != 200:
        raise Unreachable(f"{_shown(str(url))} answers {response.status_code} {response.reason_phrase}".rstrip(), do="check the address")
    body = _unpacked(_raw(response, str(url), deadline), response.headers.get("content-encoding", "").strip().lower(), str(url))
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(body=body, url=str(url), charset=response.charset_encoding, media_type=media_type or None, **validators)


def _wait(said: str | None) -> float | None:
    """The seconds that a server asks to wait, in seconds or until a date (RFC 9110, section 10.2.3); None where it does not say."""
    if said is None:
        return None
    if said.strip().isascii() and said.strip().isdigit():
        return min(float(said), MOST_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(max(0.0, until.timestamp() - time.time()), MOST_WAIT_SECONDS)


def _raw(response: httpx.Response, url: str, deadline: float) -> bytes:
    made = bytearray()
    try:
        for chunk in response.iter_raw():
            made += chunk
            if len(made) > MAX_BODY_BYTES:
                raise _too_long(url)
            if time.monotonic() > deadline:
                raise _too_slow(url)
    except httpx.HTTPError as error:
        raise Unreachable(f"{_shown(url)} broke off ({type(error).__name__})", do="try again later") from None
    return bytes(made)


def _unpacked(body: bytes, encoding: str, url: str) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unreachable(f"{_shown(url)} answers in the encoding {encoding!r}, which was not asked for")
    raw_deflate = encoding == "deflate" and body[:1] and body[0] & 0x0F != 8  # some servers leave out the header of zlib
    unpacker = zlib.decompressobj(-15 if raw_deflate else 47)  # 47: gzip or zlib, told from the header
    try:
        made = unpacker.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error:
        raise Unreachable(f"{_shown(url)} sent a broken {encoding} body", do="try again later") from None
    if len(made) > MAX_BODY_BYTES:
        raise _too_long(url)
    return made


def _too_long(url: str) -> TooLong:
    return TooLong(f"{_shown(url)} is larger than {MAX_BODY_BYTES // 1_000_000} MB", do="give the address of a single report")


def _too_slow(url: str) -> Unreachable:
    return Unreachable(f"{_shown(url)} did not answer in time", do="try again later")


def _shown(url: str) -> str:
    """The URL for a message: in quotation marks, without a password, and not longer than a line or two."""
    bare = re.sub(r"//[^/?#]*@", "//", url)
    return repr(bare if len(bare) <= 200 else bare[:199] + "…")
