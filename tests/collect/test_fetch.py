from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib

import httpx
import pytest

from tocsin.collect import fetch as module
from tocsin.collect.fetch import MAX_BODY_BYTES, MOST_WAIT_SECONDS, Terms, fetch, is_public
from tocsin.errors import Busy, Forbidden, TooLong, Unreachable

PUBLIC = "93.184.216.34"
NAMES = {
    "sample.example": [PUBLIC],
    "other.example": ["8.8.8.8"],
    "inside.example": ["10.0.0.7"],
    "both.example": ["127.0.0.1", PUBLIC],
    "localhost": ["127.0.0.1", "::1"],
}


def names(host, port):
    if host not in NAMES:
        raise socket.gaierror("no such host")
    return NAMES[host]


class Net(httpx.MockTransport):
    """Answers by host and path, and keeps what was asked."""

    def __init__(self, **answers):
        self.asked: list[httpx.Request] = []
        self.answers = {key.replace("__", "/"): value for key, value in answers.items()}
        super().__init__(self.answer)

    def answer(self, request):
        self.asked.append(request)
        made = self.answers.get(request.url.path.strip("/") or "root", httpx.Response(404))
        return made(request) if callable(made) else made


def to(location, status=302):
    return httpx.Response(status, headers={"location": location})


def page(text="<p>x</p>", **headers):
    return httpx.Response(200, stream=httpx.ByteStream(text.encode()), headers={"content-type": "text/html; charset=iso-8859-1"} | headers)


def get(url, net=None, terms=None, **more):
    return fetch(url, terms or Terms(), resolve=more.pop("resolve", names), transport=net or Net(root=page()), **more)


def test_the_connection_goes_to_the_vetted_address_and_the_name_stays_in_the_headers():
    net = Net(a=page())
    got = get("https://sample.example/a?q=1#part", net)
    (request,) = net.asked
    assert request.url.host == PUBLIC
    assert request.headers["host"] == "sample.example"
    assert request.extensions["sni_hostname"] == "sample.example"
    assert "cookie" not in request.headers
    assert (got.body, got.url, got.charset, got.media_type) == (b"<p>x</p>", "https://sample.example/a?q=1#part", "iso-8859-1", "text/html")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
    ],
)
def test_an_address_that_is_not_public_is_forbidden_however_it_is_written(url):
    with pytest.raises(Forbidden, match="private or reserved"):
        get(url)


@pytest.mark.parametrize("host", ["localhost", "localhost.", "LOCALHOST", "inside.example", "inside.example."])
def test_a_name_for_such_an_address_is_forbidden(host):
    net = Net(root=page())
    with pytest.raises(Forbidden, match="private or reserved"):
        get(f"http://{host}/", net)
    assert not net.asked


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://sample.example/",
        "gopher://sample.example/",
        "javascript:alert(1)",
        "//sample.example/",
        "sample.example",
        "http:///path",
        "http://",
        "http://sample.example:8080/",
        "http://sample.example:22/",
        "https://sample.example:80/",
        "http://user@sample.example/",
        "http://user:secret@sample.example/",
        "http://sample.example\\@inside.example/",
        "http://sample.example /",
        "http://sample.example/\nHost: inside.example",
        "http://sample.example/\u202eexe",
        "http://[::1",
        "http://0177.0.0.1/",
        "",
    ],
)
def test_other_schemes_ports_and_tricks_are_forbidden_before_anything_is_sent(url):
    net = Net(root=page())
    with pytest.raises(Forbidden) as caught:
        get(url, net)
    assert not net.asked
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://sample.example:80/", "https://sample.example:443/", "HTTP://Sample.Example./"])
def test_the_usual_ports_and_a_dot_at_the_end_are_allowed(url):
    assert get(url).body == b"<p>x</p>"


def test_a_name_that_changes_its_address_is_asked_once_a_hop_and_used_as_vetted():
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    net = Net(root=page())
    get("http://rebinding.example/", net, resolve=lambda host, port: next(answers))
    assert [r.url.host for r in net.asked] == [PUBLIC]


def test_each_redirect_is_vetted_anew():
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    net = Net(root=to("/again"), again=page())
    with pytest.raises(Forbidden, match="private or reserved"):
        get("http://rebinding.example/", net, resolve=lambda host, port: next(answers))
    assert len(net.asked) == 1


def test_of_mixed_addresses_only_the_public_one_is_used():
    net = Net(root=page())
    get("http://both.example/", net)
    assert [r.url.host for r in net.asked] == [PUBLIC]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://inside.example/",
        "//inside.example/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://user@other.example/",
        "http://other.example:8080/",
        "/\\inside.example",
        "\\\\inside.example",
    ],
)
def test_a_redirect_to_where_one_may_not_go_is_forbidden(location):
    net = Net(root=to(location))
    with pytest.raises(Forbidden):
        get("http://sample.example/", net)
    assert len(net.asked) == 1


def test_redirects_are_followed_and_carry_no_cookie():
    first = httpx.Response(301, headers={"location": "http://other.example/b", "set-cookie": "session=1; Domain=example"})
    net = Net(root=first, b=to("/c", 307), c=page())
    got = get("http://sample.example/", net)
    assert got.url == "http://other.example/c"
    other = ("other.example", "8.8.8.8")
    assert [(r.headers["host"], r.url.host) for r in net.asked] == [("sample.example", PUBLIC), other, other]
    assert not any("cookie" in r.headers for r in net.asked)


def test_five_redirects_are_allowed_and_six_are_not():
    hops = {f"h{n}": to(f"/h{n + 1}") for n in range(6)}
    assert get("http://sample.example/h1", Net(**(hops | {"h6": page()}))).url.endswith("/h6")
    with pytest.raises(Forbidden, match="more than 5"):
        get("http://sample.example/h0", Net(**(hops | {"h6": page()})))


def test_https_does_not_lead_to_http():
    with pytest.raises(Forbidden, match="from https to http"):
        get("https://sample.example/", Net(root=to("http://sample.example/b"), b=page()))
    assert get("http://sample.example/", Net(root=to("https://sample.example/b"), b=page())).url.startswith("https")


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 410, 429, 500, 503])
def test_another_status_is_unreachable(status):
    with pytest.raises(Unreachable, match=str(status)):
        get("http://sample.example/", Net(root=httpx.Response(status)))


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_a_dead_host_is_unreachable(error):
    def fail(request):
        raise error("no")

    with pytest.raises(Unreachable) as caught:
        get("http://sample.example/", Net(root=fail))
    assert caught.value.transient


def test_an_unknown_host_is_unreachable():
    with pytest.raises(Unreachable, match="not known"):
        get("http://nowhere.example/")


def test_the_next_address_is_tried_where_one_takes_no_connection():
    def first_fails(request):
        if request.url.host == PUBLIC:
            raise httpx.ConnectError("no")
        return page()

    net = Net(root=first_fails)
    assert get("http://x.example/", net, resolve=lambda *_: [PUBLIC, "8.8.8.8"]).body == b"<p>x</p>"


BOMB = gzip.compress(b"\x00" * (MAX_BODY_BYTES + 1))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(b"a" * (MAX_BODY_BYTES + 1), {}, id="as sent"),
        pytest.param(BOMB, {"content-encoding": "gzip"}, id="unpacked"),
        pytest.param(zlib.compress(b"\x00" * (MAX_BODY_BYTES + 1)), {"content-encoding": "deflate"}, id="unpacked from deflate"),
    ],
)
def test_a_body_that_is_too_large_is_refused(body, headers):
    with pytest.raises(TooLong, match="15 MB"):
        get("http://sample.example/", Net(root=httpx.Response(200, stream=httpx.ByteStream(body), headers=headers)))


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(gzip.compress(b"text"), "gzip"), (zlib.compress(b"text"), "deflate"), (raw_deflate(b"text"), "deflate"), (b"text", "identity")],
    ids=["gzip", "zlib", "raw deflate", "identity"],
)
def test_packed_bodies(body, encoding):
    answer = httpx.Response(200, stream=httpx.ByteStream(body), headers={"content-encoding": encoding})
    assert get("http://sample.example/", Net(root=answer)).body == b"text"


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip"])
def test_broken_and_unasked_packing_is_unreachable(encoding):
    answer = httpx.Response(200, stream=httpx.ByteStream(b"text"), headers={"content-encoding": encoding})
    with pytest.raises(Unreachable):
        get("http://sample.example/", Net(root=answer))


class Dripping(httpx.SyncByteStream):
    def __iter__(self):
        while True:
            time.sleep(0.05)
            yield b"a"


def test_a_dripping_body_is_given_up():
    with pytest.raises(Unreachable, match="in time"):
        get("http://sample.example/", Net(root=httpx.Response(200, stream=Dripping())), seconds=0.3)


def test_a_resolver_that_hangs_is_given_up():
    held = threading.Event()
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        get("http://sample.example/", resolve=lambda *_: held.wait(20) and [], seconds=0.1)
    held.set()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "x", "192.0.2.1", "198.18.0.1", "255.255.255.255", "fec0::1", "ff02::1", "::", "2001:db8::1", "fe80::1%eth0"]
)
def test_not_public(address):
    assert not is_public(address)


def test_without_a_seam_the_client_ignores_proxies_of_the_environment(monkeypatch):
    seen = {}

    class Client(httpx.Client):
        def __init__(self, **settings):
            seen.update(settings)
            super().__init__(**(settings | {"transport": Net(root=page())}))

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setattr(module.httpx, "Client", Client)
    fetch("http://sample.example/", resolve=names)
    assert seen["trust_env"] is False
    assert seen["follow_redirects"] is False


class TestConditional:
    def test_validators_are_handed_out_and_handed_in(self):
        net = Net(a=page(etag='"7"', **{"last-modified": "Tue, 07 May 2024 10:00:00 GMT"}))
        got = get("https://sample.example/a", net)
        assert (got.etag, got.last_modified, got.unchanged) == ('"7"', "Tue, 07 May 2024 10:00:00 GMT", False)
        again = Net(a=httpx.Response(304, headers={"etag": '"7"'}))
        got = get("https://sample.example/a", again, Terms(etag=got.etag, last_modified=got.last_modified))
        assert (got.unchanged, got.body, got.etag) == (True, b"", '"7"')
        asked = again.asked[0].headers
        assert (asked["if-none-match"], asked["if-modified-since"]) == ('"7"', "Tue, 07 May 2024 10:00:00 GMT")

    def test_without_validators_nothing_is_conditional(self):
        net = Net(root=page())
        get("https://sample.example/", net)
        assert not {"if-none-match", "if-modified-since"} & set(net.asked[0].headers)

    @pytest.mark.parametrize(
        ("said", "least", "most"),
        [
            pytest.param("120", 120, 120, id="seconds"),
            pytest.param("999999999", MOST_WAIT_SECONDS, MOST_WAIT_SECONDS, id="never"),
            pytest.param("Tue, 07 May 2024 10:00:00 GMT", 0, 0, id="a date that is over"),
            pytest.param("Fri, 07 May 2099 10:00:00 GMT", MOST_WAIT_SECONDS, MOST_WAIT_SECONDS, id="a date far off"),
            pytest.param("soon", None, None, id="no number and no date"),
            pytest.param(None, None, None, id="not said"),
        ],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_a_busy_server_says_how_long(self, status, said, least, most):
        net = Net(root=httpx.Response(status, headers={"retry-after": said} if said else {}))
        with pytest.raises(Busy) as caught:
            get("https://sample.example/", net)
        assert caught.value.wait_seconds is None if least is None else least <= caught.value.wait_seconds <= most


class TestPrivate:
    INSIDE = Terms(allow_private=True)

    def test_a_private_address_and_another_port_only_where_allowed(self):
        net = Net(feed=page())
        assert get("http://localhost:8080/feed", net, self.INSIDE).body
        assert (net.asked[0].url.port, net.asked[0].headers["host"]) == (8080, "localhost:8080")
        with pytest.raises(Forbidden):
            get("http://localhost:8080/feed", net)
        with pytest.raises(Forbidden):
            get("http://localhost/feed", net)

    def test_the_rest_of_the_guard_stands(self):
        with pytest.raises(Forbidden):
            get("ftp://localhost/feed", terms=self.INSIDE)
        with pytest.raises(Forbidden):
            get("http://user:word@localhost/feed", terms=self.INSIDE)
        with pytest.raises(Forbidden):
            get("https://sample.example/a", Net(a=to("http://sample.example/b")), self.INSIDE)

    @pytest.mark.parametrize(
        "address",
        ["http://169.254.169.254/", "http://[fe80::1]/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/", "http://224.0.0.1/"],
    )
    def test_link_local_and_nowhere_stay_forbidden(self, address):
        net = Net(root=page())
        with pytest.raises(Forbidden):
            get(address, net, self.INSIDE)
        assert net.asked == []

    @pytest.mark.parametrize("address", ["http://10.1.2.3/", "http://192.168.0.9:81/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/"])
    def test_networks_of_ones_own_are_asked(self, address):
        assert get(address, Net(root=page()), self.INSIDE).body

    @pytest.mark.parametrize("location", ["http://localhost/b", "http://inside.example/b", "http://127.1/b", "http://other.example:8080/b"])
    def test_a_public_host_does_not_lead_inside(self, location):
        net = Net(a=to(location), b=page())
        with pytest.raises(Forbidden):
            get("http://sample.example/a", net, self.INSIDE)
        assert len(net.asked) == 1

    def test_of_mixed_addresses_the_public_one_is_used(self):
        net = Net(root=page())
        get("http://both.example/", net, self.INSIDE)
        assert [request.url.host for request in net.asked] == [PUBLIC]

    def test_a_private_host_may_lead_on(self):
        net = Net(a=to("http://inside.example:8080/b"), b=page())
        assert get("http://localhost/a", net, self.INSIDE).body
