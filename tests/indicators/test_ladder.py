import pytest
from tests.indicators.made import incident

from tocsin.indicators import ladder, rung
from tocsin.ontology import cameo
from tocsin.records import AHEAD


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"type": "CONSULT", "cameo": "040"}, 0),
        ({"type": "ACCUSE", "cameo": "112"}, 1),
        ({"type": "SANCTION", "cameo": "161"}, 2),
        ({"type": "SANCTION", "cameo": "163"}, 7),
        ({"type": "THREATEN", "cameo": "130"}, 3),
        ({"type": "THREATEN", "cameo": "1384"}, 4),
        ({"type": "THREATEN", "cameo": "1385"}, 16),
        ({"type": "MOBILIZE", "cameo": "150"}, 5),
        ({"type": "MOBILIZE", "cameo": "150", "status": "scheduled"}, 4),
        ({"type": "MOBILIZE", "cameo": "154"}, 6),
        ({"type": "ASSAULT", "cameo": "190"}, 8),
        ({"type": "ASSAULT", "cameo": "190", "status": "threatened"}, 4),
        ({"type": "ASSAULT", "cameo": "190", "status": "failed"}, 0),
        ({"type": "ASSAULT", "cameo": "190", "status": "disputed"}, 8),
        ({"type": "ASSAULT", "cameo": "190", "mode": "aerial"}, 9),
        ({"type": "ASSAULT", "cameo": None}, 8),
        ({"type": "COERCE", "cameo": "192"}, 12),
        ({"type": "ASSAULT", "cameo": "2042"}, 15),
    ],
    ids=lambda value: "-".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value),
)
def test_rungs(changes, expected):
    assert rung(incident("x", 0, **changes)) == expected


def test_the_table_holds_together():
    rows = ladder()
    assert [row.rung for row in rows] == sorted(row.rung for row in rows)
    assert len({(row.type, row.mode, row.cameo, row.statuses) for row in rows}) == len(rows)
    assert {row.rung: row.step for row in rows} | {row.rung: row.step for row in reversed(rows)} == {row.rung: row.step for row in rows}
    for row in rows:
        assert row.cameo is None or cameo(row.cameo) is not None
        assert row.statuses <= {*AHEAD, "occurred", "ongoing", "disputed"}
        assert row.why
