"""Addresses that are read: bounded, timed, and never inside the network."""

from __future__ import annotations

import asyncio
import gzip
import socket

import pytest

from adapters.fetching import Fetcher, Limits, NotFetched
from adapters.outside import Outside, networks
from tests.adapters.pages import site

PAGE = "<p>Nothing happened.</p>"


@pytest.fixture
def web():
    with site() as made:
        yield made


def fetch(url, *, allowed="loopback", limits=None, **headers):
    async def once():
        fetcher = Fetcher(Outside(networks(allowed)), limits or Limits(seconds=5, size=100_000))
        try:
            return await fetcher.fetch(url, headers)
        finally:
            await fetcher.close()

    return asyncio.run(once())


def why_not(url, **how):
    with pytest.raises(NotFetched) as caught:
        fetch(url, **how)
    return str(caught.value)


def test_a_page_comes_with_its_media_type_and_charset(web):
    found = fetch(web.put("/story", PAGE))
    assert (found.status, found.body) == (200, PAGE.encode())
    assert (found.media_type, found.charset) == ("text/html", "utf-8")
    (request,) = web.requests
    assert request.headers["user-agent"].startswith("Servanda")


def test_what_is_compressed_is_unpacked(web):
    assert fetch(web.put("/story", gzip.compress(PAGE.encode()), content_encoding="gzip")).body == PAGE.encode()


def test_the_inside_network_is_not_reached(web):
    web.put("/story", PAGE)
    assert "inside the network" in why_not(web.url + "/story", allowed="")
    assert web.requests == []


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "localhost"])  # noqa: S104 - nothing is bound
def test_no_spelling_of_an_inside_address_is_reached(host):
    assert "inside the network" in why_not(f"http://{host}:9/", allowed="")


def test_a_redirect_to_the_inside_is_not_followed(web):
    inside = "http://127.0.0.2:9/secret"
    start = web.put("/start", b"", status="302 Found", location=inside)
    assert "inside the network" in why_not(start, allowed="127.0.0.1/32")


def test_redirects_are_followed_and_the_last_address_is_told(web):
    web.put("/b", PAGE)
    start = web.put("/a", b"", status="301 Moved Permanently", location="/b")
    found = fetch(start)
    assert (found.url, found.body) == (web.url + "/b", PAGE.encode())


def test_redirects_without_end_are_given_up(web):
    start = web.put("/a", b"", status="302 Found", location="/a")
    assert "redirects" in why_not(start)
    assert len(web.requests) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://news.example/", "http://u:p@news.example/"])
def test_a_redirect_to_what_is_no_page_is_refused(web, location):
    assert "address" in why_not(web.put("/a", b"", status="302 Found", location=location))


def test_a_page_that_says_it_is_too_large_is_not_read(web):
    start = web.put("/big", b"", content_length=str(100 * 1024 * 1024))
    assert "larger than" in why_not(start)


def test_a_page_without_end_is_cut_off(web):
    async def endless(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    web.pages["/endless"] = endless
    assert "larger than" in why_not(web.url + "/endless")


def test_what_unpacks_to_too_much_is_cut_off(web):
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    assert "larger than" in why_not(web.put("/bomb", bomb, content_encoding="gzip"))


def test_a_page_that_never_ends_to_come_is_given_up(web):
    async def stalled(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nx")
        await writer.drain()
        await asyncio.Event().wait()

    web.pages["/slow"] = stalled
    assert "within 0.3 s" in why_not(web.url + "/slow", limits=Limits(seconds=0.3))


def test_a_drip_of_bytes_gets_no_more_time(web):
    async def dripping(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    web.pages["/drip"] = dripping
    assert "within 0.3 s" in why_not(web.url + "/drip", limits=Limits(seconds=0.3))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"this is no HTTP\r\n\r\n", "no HTTP"),
        (b"", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "not asked for"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "compressed as it says"),
    ],
)
def test_what_is_no_answer_is_told_as_such(web, answer, words):
    web.pages["/odd"] = answer
    assert words in why_not(web.url + "/odd")


def test_an_error_tells_its_status_and_how_long_to_wait(web):
    with pytest.raises(NotFetched) as caught:
        fetch(web.put("/busy", b"", status="429 Too Many Requests", retry_after="120"))
    assert (caught.value.status, caught.value.wait) == (429, 120)


def test_nothing_new_is_no_error(web):
    found = fetch(web.put("/same", b"", status="304 Not Modified"), **{"If-None-Match": '"x"'})
    assert (found.status, found.body) == (304, b"")
    assert web.requests[0].headers["if-none-match"] == '"x"'


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "news.example", "https://", "http://[", "http://a b/", "https://a:99999/"]
)
def test_what_is_no_address_is_refused(url):
    assert "no address" in why_not(url)


def test_nobody_who_listens_is_no_connection():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "no connection" in why_not(f"http://127.0.0.1:{port}/")


def test_an_address_in_a_sentence_shows_no_query(web):
    assert "secret" not in why_not(web.url + "/none?token=secret")
