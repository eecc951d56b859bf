"""Endpoints of a body's register handed over as a file."""

from rakiza.kernel.api.registers import register_router
from rakiza.pillars.certification.register_files.room import ROOM

router = register_router(ROOM, "certification")
