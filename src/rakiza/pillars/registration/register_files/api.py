"""Endpoints of an authority's register handed over as a file."""

from rakiza.kernel.api.registers import register_router
from rakiza.pillars.registration.register_files.room import ROOM

router = register_router(ROOM, "titles")
