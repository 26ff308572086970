from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.feed_outlet import outlet


@pytest.mark.parametrize(
    ("title", "home", "url", "name"),
    [
        ("Harbour Times", "https://www.harbourtimes.example/", None, "Harbour Times"),
        ("Harbour Times - World", "https://www.harbourtimes.example/", None, "Harbour Times"),
        ("World news | The Harbour Times", "https://www.harbourtimes.example/", None, "The Harbour Times"),
        ("HBC News - World", "https://www.hbc.co.example/", None, "HBC News"),
        ("Harbour Broadcasting » Ports", "https://hb.example/", None, "Harbour Broadcasting"),
        ("The Tern Review RSS feed", "https://ternreview.example/", None, "The Tern Review"),
        ("Latest News", "https://www.tern.example/", None, "tern.example"),
        ("RSS Feed", None, "https://feeds.tern.example/all", "tern.example"),
        ("Ports - Ships - Docks", "https://tern.example/", None, "tern.example"),
        ("All of what is said about ports every day", "https://tern.example/", None, "tern.example"),
        ("Captain's Log", "https://tern.example/", None, "Captain's Log"),
        ("News", None, "http://feeds.feedburner.com/tern", None),
        (None, None, None, None),
        ("Corner Office", "https://tern.co.example/", None, "Corner Office"),
        ("Corner Office - Sea", "https://tern.co.example/", None, "tern.co.example"),
    ],
)
def test_the_name_of_the_outlet(title, home, url, name):
    assert outlet(title, home, url) == name


@given(st.text(max_size=80) | st.none(), st.text(max_size=40) | st.none())
def test_any_title_gives_a_name_or_none(title, home):
    made = outlet(title, home, "https://tern.example/feed")
    assert made is not None
    assert made == made.strip() != ""
