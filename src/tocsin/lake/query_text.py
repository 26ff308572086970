"""What an SQL text asks for, seen before any of it runs: which tables it names, and that it does nothing but read them.

DuckDB's own parser tells (as JSON); a text is never searched with patterns. Files, addresses and other databases are out of reach twice:
here, where a table function outside `FUNCTIONS` is refused with a hint, and in the connection, which is locked (see `query`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, ClassVar

import duckdb

from tocsin.errors import InputError

# Those which make rows of their arguments alone.
FUNCTIONS = frozenset({"generate_series", "range", "unnest", "json_each", "json_tree", "repeat", "repeat_row", "generate_subscripts"})
_WRITING = ("INSERT", "UPDATE", "DELETE", "MERGE")


class BadQuery(InputError):
    """An SQL text that cannot be answered: it breaks off, names what is not there, would do more than read, or asks for too much."""

    code: ClassVar[str] = "query"


def tables_named(query: str, connection: duckdb.DuckDBPyConnection, known: frozenset[str]) -> frozenset[str]:
    """The tables of `known` that the query names, in any depth; BadQuery for anything that is not a single SELECT over them.

    A common table expression that has the name of a table counts as naming it.
    """
    tree = _parsed(query, connection)
    expressions = frozenset(name for node in _nodes(tree) for name in _expressions(node))
    named = frozenset(name for node in _nodes(tree) for name in _table(node))
    for node in _nodes(tree):
        _refuse_more_than_reading(node)
    for name in sorted(named - known - expressions):
        raise BadQuery(f"there is no table {name!r}", allowed=f"the tables are {', '.join(sorted(known))}", do=nearest(name, known))
    return named & known


def nearest(name: str, names: frozenset[str]) -> str | None:
    """A question back ("Did you mean ...?") with the nearest of `names`, None where none is near.

    >>> nearest("artikles", frozenset({"articles", "events"}))
    'Did you mean articles?'
    """
    near = get_close_matches(name.lower(), sorted(names), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else None


def _parsed(query: str, connection: duckdb.DuckDBPyConnection) -> Any:
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise BadQuery("the query holds half a character (a lone surrogate)", allowed="text that UTF-8 can hold")
    row = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if not tree["error"]:
        return _single(tree)
    if tree.get("error_type") == "parser":
        raise BadQuery(f"this is not SQL: {tree['error_message']}{_around(query, tree.get('position'))}")
    raise BadQuery(
        "the query is not a SELECT",
        allowed="a query reads and changes nothing",
        do="begin it with SELECT, WITH, FROM, DESCRIBE or SUMMARIZE",
    )


def _single(tree: Any) -> Any:
    if len(tree["statements"]) != 1:
        raise BadQuery(f"{len(tree['statements'])} statements", allowed="one SELECT at a time")
    return tree


def _around(query: str, position: Any) -> str:
    """The words from where the parser stumbled."""
    rest = query.encode()[int(position) :].decode(errors="ignore").strip() if str(position).isdigit() else ""
    return f" (from {rest[:40]!r})" if rest else ""


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree; not by recursion, so that deep nesting cannot exhaust the stack."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _expressions(node: dict[str, Any]) -> Iterator[str]:
    """Names of common table expressions; `cte_map` holds them, a recursive one is named by its node."""
    if isinstance(node.get("cte_map"), dict):
        yield from (entry["key"].lower() for entry in node["cte_map"].get("map", ()))
    if node.get("type") in {"CTE_NODE", "RECURSIVE_CTE_NODE"}:
        yield str(node.get("cte_name") or node.get("ctename") or "").lower()


def _table(node: dict[str, Any]) -> Iterator[str]:
    if node.get("type") == "BASE_TABLE":
        if node.get("schema_name") or node.get("catalog_name"):
            full = ".".join(node["qualified_name"]["path"])
            raise BadQuery(f"the table {full!r} is named with a schema", allowed="tables are named alone: articles, events ...")
        yield str(node["table_name"]).lower()


def _refuse_more_than_reading(node: dict[str, Any]) -> None:
    kind = str(node.get("type"))
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in FUNCTIONS:
            raise BadQuery(f"{name}() is not allowed", allowed=f"a query reads the lake's tables; functions that make rows: {_listed()}")
    elif kind.startswith(_WRITING) and kind.endswith("_NODE"):
        raise BadQuery(f"the query holds {kind.split('_')[0]}", allowed="a query reads and changes nothing")
    elif kind == "SHOW_REF" and node.get("query") is None:
        raise BadQuery("SHOW lists what is open at the moment", do="use `tocsin query --tables`, or DESCRIBE with the name of a table")


def _listed() -> str:
    return ", ".join(sorted(FUNCTIONS))
