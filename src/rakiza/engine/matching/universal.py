"""What any device may state and any requirement ask, whatever the schema of the family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rakiza.engine.attributes import AttributeSpec, AttributeType, Comparison
from rakiza.engine.families import Family
from rakiza.engine.matching.standards import RISK_CLASS, STANDARD

# An allergy doesn't ask which family a device is of.
LATEX_FREE = AttributeSpec("latex_free", AttributeType.FLAG, Comparison.EQUAL, decisive=False)
# Tubes sized in French may be asked by their diameter: half a French (1/6 mm) tells neighbours apart.
BORE = AttributeSpec("outer_diameter", AttributeType.NUMBER, Comparison.WITHIN, "mm", "mm", 0.17)
_FRENCH = "french_size"
_MATERIAL = "material"
# Who asks for a kind of material is served by each material of that kind, not the other way round.
_OF_A_KIND = {
    "plastic": (
        "pvc",
        "polyethylene",
        "polypropylene",
        "polyurethane",
        "polysulfone",
        "CPE",
        "acrylic",
        "pmma",
    ),
    "metal": ("stainless_steel", "steel", "aluminium", "titanium", "copper", "cobalt_chromium", "nitinol"),
    "steel": ("stainless_steel", "carbon_steel"),
    "nonwoven": ("SMS",),
}
_SERVED = tuple((kind, one) for kind, materials in _OF_A_KIND.items() for one in materials)


def schema_of(family: Family) -> Mapping[str, AttributeSpec]:
    """Return the attributes that decide for a family: its schema, and what any device may state."""
    own = {spec.name: spec for spec in family.attributes}
    asked = {spec.name: spec for spec in (STANDARD, RISK_CLASS, LATEX_FREE)}
    if _FRENCH in own:
        asked[BORE.name] = BORE
    if _MATERIAL in own:
        own[_MATERIAL] = replace(own[_MATERIAL], accepts=(*own[_MATERIAL].accepts, *_SERVED))
    return {**asked, **own}
