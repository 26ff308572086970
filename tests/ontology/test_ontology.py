import pytest

from tocsin.ontology import PLOVER, RECIPROCAL, cameo, plover


def test_every_type_has_a_cameo_code_of_its_own():
    assert len(PLOVER) == 16
    assert all(cameo(kind.cameo).plover == name for name, kind in PLOVER.items())


def test_reciprocal_types_are_types():
    assert set(PLOVER) > RECIPROCAL


def test_other_is_no_plover_type():
    assert plover("OTHER") is None


@pytest.mark.parametrize(
    ("code", "goldstein", "quad"),
    [
        ("195", -10.0, "material_conflict"),
        ("0841", 7.0, "material_cooperation"),
        ("13", -6.0, "verbal_conflict"),
        ("130", -4.4, "verbal_conflict"),
    ],
)
def test_known_values(code, goldstein, quad):
    assert (cameo(code).goldstein, cameo(code).quad) == (goldstein, quad)


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        cameo("999")
