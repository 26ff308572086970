"""What kind of actor: the second half of a CAMEO actor code."""

from __future__ import annotations

from types import MappingProxyType

SECTORS = MappingProxyType(
    {
        "GOV": "government",
        "MIL": "armed forces of a state",
        "SPY": "intelligence service",
        "LEG": "legislature and its members",
        "JUD": "courts and prosecutors",
        "OPP": "political opposition",
        "REB": "armed non-state group",
        "PTY": "political party",
        "BUS": "business",
        "MED": "news media",
        "CVL": "civilians",
        "LAB": "organised labour",
        "EDU": "schools and universities",
        "REL": "religious body or leader",
        "NGO": "non-governmental organisation",
        "IGO": "international organisation of states",
        "COP": "police",
        "CRM": "organised crime",
        "UNK": "not known",
    }
)
"""Sector code -> what it means."""
