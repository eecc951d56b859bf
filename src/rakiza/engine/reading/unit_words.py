"""How units, labels and counted things are written beside numbers, folded."""

from __future__ import annotations

from rakiza.engine.attributes import Op

_UNITS = {
    "mL": "ml mls cc cm3 سم3 mililitre millilitre millilitres milliliter mi مل ميليلتر ملل",
    "L": "l lt ltr litre litres liter liters لتر",
    "cL": "cl",
    "µL": "ul microlitre microlitres",
    "mm": "mm m/m milimetre millimetre millimetres ملم مم ميليمتر",
    "cm": "cm cms centimetre centimetres سم",
    "m": "m metre metres mtr mtrs mt mts meter meters متر امتار م",
    "in": "in inch inches pouce pouces \" '' بوصه",
    "yd": "yd yds yard yards",
    "um": "um micron microns",
    "Fr": "fr ch f french charriere fg",
    "G": "g ga gauge gauges jauge",
    "g": "gr grs gm gms gramme grammes gram grams غ غرام جرام",
    "kg": "kg kgs kilo kilos kilogramme kilogrammes كغ كجم كيلو",
    "mg": "mg",
    "%": "%",
    "UI": "ui iu units وحده",
    "kPa": "kpa",
    "mmHg": "mmhg",
    "cmH2O": "cmh2o cmh20",
    "bar": "bar bars",
    "atm": "atm",
    "g/m2": "g/m2 g/m gsm gr/m2",
    "m2": "m2 م2",
    "L/min": "l/min l/mn lpm",
    "mL/h": "ml/h",
    "1/min": "rpm tr/min t/min trs/min tours/min",
    "W": "w watt watts",
    "V": "v volt volts",
    "Hz": "hz",
    "MHz": "mhz",
    "J": "j joule joules",
    "°C": "°c c°",
    "°": "° deg degre degres",
    "min": "min mn minutes minute",
    "h": "h heure heures",
    "Ah": "ah",
    "mAh": "mah",
}
UNIT_WORDS: dict[str, str] = {word: unit for unit, words in _UNITS.items() for word in words.split()}

# Written before the number, they are its unit.
PREFIX_UNITS: dict[str, str] = {
    "g": "G", "ga": "G", "gauge": "G", "jauge": "G", "ch": "Fr", "charriere": "Fr", "fr": "Fr", "french": "Fr",
    "f": "Fr",
}  # fmt: skip

# Size systems: a number in one of them is never the first side of `a x b`.
SIZE_UNITS = frozenset({"G", "Fr"})

_LABELS = {
    "number": "n no num numero nr n° رقم",
    "size": "t taille size sz مقاس قياس pointure",
    "length": "l lg long longueur length طول lgr ln",
    "width": "larg largeur width عرض lrg",
    "height": "haut hauteur height ht h ارتفاع",
    "thickness": "ep epaisseur epais thickness سمك",
    "diameter": "d diam diametre dia dim diameter قطر o",
    "outer_diameter": "od de dext",
    "inner_diameter": "id di dint int",
    "needle_length": "kl aig aiguille needle r rd rond ronde tri tr triang triangulaire at ar ابره",
    "decimal": "dec decimal decimale metric metrique",
    "usp": "usp",
    "volume": "vol volume capacite contenance capacity سعه",
    "weight": "poids weight وزن",
    "thread_length": "filetage filet thread threaded",
    "hole": "trou orifice fenestration ouverture hole فتحه",
    "class": "classe class cl درجه niveau level type types categorie category k فيه مستوي المستوي نوع النوع",
}
LABELS: dict[str, str] = {word: label for label, words in _LABELS.items() for word in words.split()}

_COUNTED = {
    "lumens": "voie voies lum lumiere lumieres lumen lumens lumier lumiers lumieres lumires lums way ways شعبه شعب لومين قناه قنوات v تجويف التجويف تجاويف لومن اتجاهات الاتجاهات اتجاه الاتجاه القناه القنوات مجري المجري مجاري المجاري مسالك المسالك ممرات الممرات",
    "plies": "pli plis p ply plys couche couches layers epaisseurs طبقات طبقه",
    "threads": "fils fil threads brins brin wires",
    "pages": "pages page",
    "parameters": "parametres parametre parameters",
    "panels": "plage plages panneaux",
    "pieces": "pieces piece pcs pc instruments",
    "bags": "poches poche",
    "chambers": "chambres chambre compartiments",
    "elements": "elements element",
    "sections": "sections section plans",
    "motors": "moteurs moteur motors",
    "channels": "pistes piste canaux canal channels channel derivations",
    "shelves": "etages etageres tablettes plateaux niveaux shelves",
    "drops_per_ml": "gouttes gttes drops",
    "tests": "tests test determinations",
    "blades": "lames blades",
    "taps": "robinets taps",
    "needle_count": "aiguilles",
    "parts": "site sites port ports branche branches raccord raccords galerie galeries seringues compresses dents dent prongs griffes",
}
COUNTED: dict[str, str] = {word: name for name, words in _COUNTED.items() for word in words.split()}

# Numbers in letters, read before a counted thing: trois plis, double chambre.
NUMBER_WORDS: dict[str, float] = {
    "un": 1.0, "une": 1.0, "simple": 1.0, "single": 1.0, "one": 1.0, "mono": 1.0, "deux": 2.0, "double": 2.0,
    "doubles": 2.0, "dble": 2.0, "dbl": 2.0, "two": 2.0, "bi": 2.0, "trois": 3.0, "tri": 3.0, "quadri": 4.0, "triple": 3.0, "tripl": 3.0, "tripple": 3.0, "trible": 3.0, "doubl": 2.0, "doble": 2.0, "three": 3.0, "quatre": 4.0, "four": 4.0,
    "quadruple": 4.0, "cinq": 5.0, "five": 5.0, "six": 6.0, "ثلاث": 3.0, "ثلاثه": 3.0, "ثلاثي": 3.0, "ثنايي": 2.0,
    "ثلاثيه": 3.0, "ثناييه": 2.0, "رباعي": 4.0, "رباعيه": 4.0, "احادي": 1.0, "احاديه": 1.0, "طبقتين": 2.0,
    "مزدوج": 2.0, "مزدوجه": 2.0, "مفرد": 1.0, "مفرده": 1.0, "اربع": 4.0, "اربعه": 4.0,
}  # fmt: skip

# A count and what it counts in one word.
GLUED_COUNTS: dict[str, tuple[str, float]] = {
    "bilumiere": ("lumens", 2.0), "bilumieres": ("lumens", 2.0), "trilumiere": ("lumens", 3.0), "bivoie": ("lumens", 2.0),
    "trivoie": ("lumens", 3.0), "bilum": ("lumens", 2.0), "trilum": ("lumens", 3.0), "monolum": ("lumens", 1.0), "monolumiere": ("lumens", 1.0), "monovoie": ("lumens", 1.0), "monopiece": ("pieces", 1.0), "trilumen": ("lumens", 3.0), "bilumen": ("lumens", 2.0), "doublelumen": ("lumens", 2.0), "triplelumen": ("lumens", 3.0),
}  # fmt: skip

OPERATORS: dict[str, Op] = {
    ">": Op.GE, "<": Op.LE, "min": Op.GE, "mini": Op.GE, "minimum": Op.GE, "max": Op.LE, "maxi": Op.LE,
    "maximum": Op.LE, "jusqu": Op.LE,
}  # fmt: skip
