"""A webhook's URL is public https, however an address of our own network is spelled."""

import pytest

from holdfast.core import settings
from holdfast.webhooks.addresses import MOST_CHARACTERS, check_url, is_public, parse

REFUSED = [
    *("https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0.0.0.0/", "https://0/"),
    *("https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://100.64.0.1/"),
    *("https://169.254.169.254/latest/meta-data", "https://224.0.0.1/", "https://255.255.255.255/"),
    *("https://2130706433/", "https://017700000001/", "https://0x7f000001/", "https://0X7F.0.0.1/"),
    *("https://0177.0.0.1/", "https://0x7f.0x0.0x0.0x1/", "https://127.0.0.0x1/", "https://1.2.3.4/"),
    *("https://127.0.0.1./", "https://hooks.example.com./", "https://localhost/", "https://LOCALHOST/"),
    *("https://hooks.localhost/", "https://printer.local/", "https://db.Internal/", "https://intranet/"),
    *("https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[fd00::1]/"),
    *("https://[fe80::1%25eth0]/", "https://[2606:4700::1111]/", "https://::1/"),
    *("https://me@hooks.example.com/", "https://hooks.example.com:x@127.0.0.1/", "https://a:b@example.com/"),
    *("https://hooks.example.com\\@127.0.0.1/", "https://example.com#@127.0.0.1/"),
    *("https://127%2e0.0.1/", "https://%6c%6f%63%61%6c.example/", "https://hooks.example%2ecom/"),
    *(
        "https://127。0。0。1/",
        "https://hooks。example。com/",
        "https://①②⑦.0.0.1/",
        "https://bücher.example/",
    ),
    *("https://example\u017f.com/", "https://hoo\u212as.example.com/", "https://hooks.example.com/ä"),
    *("http://hooks.example.com/", "HTTP://127.0.0.1:80/", "ftp://example.com/", "//example.com/"),
    *("javascript:alert(1)", "", "https://", "https:///path", "https:hooks.example.com", "https://.com/"),
    *("https://hooks.example.com:0/", "https://hooks.example.com:65536/", "https://hooks.example.com:/"),
    *("https://hooks.example.com:99999/", "https://hooks.example.com:+443/", "https://a..example.com/"),
    *("https://hooks.example.com/#part", "https://hooks.example.com/ x", " https://hooks.example.com/"),
    *(
        "https://hooks.example.com/\n",
        "https://hooks.example.com/\r\nhost: x",
        "https://hooks.example.com\t/",
    ),
    *("https://-a.example.com/", "https://a-.example.com/", "https://a_b.example.com/"),
    f"https://{'a' * 64}.example.com/",
    f"https://{'a.' * 126}com/",
    "http://127.0.0.1:8000/",
    "http://localhost:8000/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_a_url_that_may_lead_inside_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^This must "):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://hooks.example.com", ("hooks.example.com", 443, "/", "hooks.example.com")),
        (
            "https://Hooks.Example.COM:8443/a/B?c=%20#"[:-1],
            ("hooks.example.com", 8443, "/a/B?c=%20", "hooks.example.com:8443"),
        ),
        ("https://example.com:443?x", ("example.com", 443, "/?x", "example.com")),
        ("https://xn--bcher-kva.example/", ("xn--bcher-kva.example", 443, "/", "xn--bcher-kva.example")),
        ("https://127.0.0.1.example.com/", ("127.0.0.1.example.com", 443, "/", "127.0.0.1.example.com")),
    ],
)
def test_a_public_url_is_read_in_one_way(url: str, expected: tuple[str, int, str, str]) -> None:
    address = parse(url)

    assert (address.host, address.port, address.target, address.host_header) == expected
    assert not address.is_loopback


def test_a_url_has_at_most_500_characters() -> None:
    longest = "https://example.com/".ljust(MOST_CHARACTERS, "a")
    check_url(longest)
    with pytest.raises(ValueError, match="at most 500"):
        check_url(f"{longest}a")


LOOPBACK = ["http://127.0.0.1:8000/in?x", "http://localhost:8000", "http://127.0.0.1:1"]


@pytest.mark.parametrize("url", LOOPBACK)
def test_only_the_local_server_may_send_to_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LOOPBACK_WEBHOOKS", "1")
    settings.webhook_settings.cache_clear()

    assert parse(url).is_loopback
    assert parse(url).host_header == url.split("/")[2]
    assert not parse("https://example.com/").is_loopback


@pytest.mark.parametrize(
    "url",
    [url for url in REFUSED if url not in {"http://127.0.0.1:8000/", "http://localhost:8000/"}]
    + ["http://127.0.0.1/", "http://127.0.0.2:8000/", "http://localhost.:8000/", "http://127.1:80/"]
    + ["http://127.0.0.1:99999/"],
)
def test_the_local_server_refuses_everything_else_as_well(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LOOPBACK_WEBHOOKS", "1")
    settings.webhook_settings.cache_clear()

    with pytest.raises(ValueError, match=r"^This must "):
        check_url(url)


@pytest.mark.parametrize("value", ["", "0", "true"])
def test_any_other_value_of_the_variable_allows_nothing(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LOOPBACK_WEBHOOKS", value)
    settings.webhook_settings.cache_clear()

    with pytest.raises(ValueError, match=r"^This must "):
        check_url(LOOPBACK[0])


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1"),
        *("169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1"),
        *("192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255"),
        *("240.0.0.1", "255.255.255.255"),
    ],
)
def test_an_address_inside_or_of_many_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "223.255.255.1"]
)
def test_other_addresses_are_public(address: str) -> None:
    assert is_public(address)
