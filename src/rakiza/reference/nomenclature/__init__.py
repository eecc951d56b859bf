"""The official nomenclatures (EMDN of devices, HS of customs), loaded from the files users download.

They aren't shipped: `rakiza reference load emdn FILE` validates a table and keeps it under the data
directory (`RAKIZA_DATA_DIR`, by default `./var`). Without them the house works, and checks less.
"""

from rakiza.reference.nomenclature.store import (
    Nomenclature,
    data_directory,
    emdn,
    hs,
    install,
    load,
)
from rakiza.reference.nomenclature.tables import NomenclatureFileError, Scheme

__all__ = [
    "Nomenclature",
    "NomenclatureFileError",
    "Scheme",
    "data_directory",
    "emdn",
    "hs",
    "install",
    "load",
]
