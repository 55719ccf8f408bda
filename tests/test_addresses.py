import ipaddress

import pytest

from data.sources.addresses import checked_addresses, checked_url, is_inside, shown_url
from errors import SourceError


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://8.8.8.8.1/",
        "http://10.1.2.3/a",
        "http://192.168.1.1:8080/a",
        "http://172.31.0.9/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://240.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "file:///etc/passwd",
        "ftp://news.example/feed",
        "gopher://news.example/",
        "javascript:alert(1)",
        "//news.example/feed",
        "news.example/feed",
        "http:///feed",
        "http://",
        "",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://[::1/",
        "http://news.example\\@10.0.0.1/",
        "http://news.example/a b",
        "http://news.example/\r\nHost: x",
    ],
)
def test_an_address_that_points_inside_or_is_none_is_refused(url: str) -> None:
    with pytest.raises(SourceError) as refused:
        checked_url(url)
    assert (refused.value.reason, refused.value.transient) == ("refused_address", False)


@pytest.mark.parametrize(
    "url",
    ["https://news.example/feed.xml", "http://8.8.8.8/", "http://[2606:4700::1111]:8080/", "https://1tv.example/a?b=c"],
)
def test_a_public_address_may_be_asked(url: str) -> None:
    assert checked_url(url).geturl() == url


@pytest.mark.parametrize("url", ["http://INTRANET.example./a", "http://[::1]/a", "http://127.0.0.1:81/a"])
def test_a_host_that_the_editor_named_may_be_inside(url: str) -> None:
    assert checked_url(url, frozenset({"intranet.example", "::1", "127.0.0.1"})).path == "/a"


def test_a_name_is_refused_where_one_of_its_addresses_is_inside() -> None:
    with pytest.raises(SourceError, match=r"news\.example.*resolves to 10\.0\.0\.7.*allow_hosts"):
        checked_addresses("news.example", ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(SourceError):
        checked_addresses("news.example", ["fe80::1%eth0"])
    assert checked_addresses("news.example", ["8.8.8.8", "8.8.8.8"]) == ["8.8.8.8"]
    assert checked_addresses("News.example.", ["10.0.0.7"], frozenset({"news.example"})) == ["10.0.0.7"]


def test_an_address_that_carries_a_public_one_is_public() -> None:
    assert not is_inside(ipaddress.ip_address("::ffff:8.8.8.8"))
    assert is_inside(ipaddress.ip_address("::ffff:192.168.0.1"))


def test_messages_show_no_password_and_no_token() -> None:
    shown = shown_url("https://reader:geheim@api.example:444/v1/posts?key=abc123#t=abc123")
    assert shown == "https://api.example:444/v1/posts?…"
    with pytest.raises(SourceError) as refused:
        checked_url("ftp://reader:geheim@files.example/a?token=abc123")
    assert "geheim" not in str(refused.value) and "abc123" not in str(refused.value)
    assert "geheim" not in refused.value.source
