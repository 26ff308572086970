"""The codes that every part speaks: PLOVER event types, CAMEO codes with their Goldstein values, sectors.

Sources: the PLOVER manual (openeventdata, CC BY-SA 4.0), the CAMEO codebook with the Goldstein (1992) scale as mapped there; see NOTICE.
"""

from tocsin.ontology.cameo import CameoCode, cameo, cameo_named
from tocsin.ontology.plover import MODES, OTHER, PLOVER, RECIPROCAL, PloverType, Quad, plover
from tocsin.ontology.sectors import SECTORS

__all__ = ["MODES", "OTHER", "PLOVER", "RECIPROCAL", "SECTORS", "CameoCode", "PloverType", "Quad", "cameo", "cameo_named", "plover"]
