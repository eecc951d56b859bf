"""The icons: drawn on a 24-unit grid in one stroke width, current colour.

`DIRECTIONAL` icons point along the reading direction and are mirrored in Arabic.
"""

from __future__ import annotations

from typing import Final

PATHS: Final[dict[str, str]] = {
    "chair": "M6 3v18M18 21v-8M6 13h12M6 13V3M6 17h12M9 13v8M15 13v8",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20",
    "needs": "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3",
    "lots": "M4 8l8-4 8 4-8 4-8-4ZM4 12l8 4 8-4M4 16l8 4 8-4",
    "offers": "M4 5h9l7 7-8 8-8-8V5ZM8.5 9.5h.01",
    "plan": "M4 5h16v15H4zM4 10h16M9 3v4M15 3v4M8 14h3M8 17h6",
    "orders": "M5 7h14l-1.5 13h-11L5 7ZM9 7a3 3 0 0 1 6 0",
    "receipts": "M6 3h12v18l-3-2-3 2-3-2-3 2V3ZM9 8h6M9 12h6",
    "indicators": "M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6",
    "maker": "M3 20h18M5 20V10l5 3v-3l5 3V6h4v14",
    "certificate": "M12 3a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM8.5 14 7 21l5-2.5L17 21l-1.5-7",
    "registration": "M6 3h9l4 4v14H6zM14 3v5h5M9 13l2 2 4-4",
    "buyer": "M4 21V7l8-4 8 4v14M9 21v-5h6v5M12 8v5M9.5 10.5h5",
    "inbox": "M4 13l2.5-8h11L20 13v6H4v-6ZM4 13h5l1 2h4l1-2h5",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c1-5 4-6 8-6s7 1 8 6",
    "menu": "M4 6h16M4 12h16M4 18h16",
    "close": "M5 5l14 14M19 5 5 19",
    "check": "M5 12.5 10 17.5 19.5 7",
    "cross": "M6 6l12 12M18 6 6 18",
    "question": "M9 9a3 3 0 1 1 4 2.8c-.7.3-1 .9-1 2.2M12 18h.01",
    "alert": "M12 4 2.5 20h19L12 4ZM12 10v4M12 17h.01",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3 3",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 8h.01",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "upload": "M12 20V9M7 13l5-5 5 5M4 4h16",
    "filter": "M4 5h16l-6 8v6l-4-2v-4L4 5Z",
    "next": "M9 5l7 7-7 7",
    "previous": "M15 5l-7 7 7 7",
    "up": "M6 15l6-6 6 6",
    "down": "M6 9l6 6 6-6",
    "edit": "M4 20h4L20 8l-4-4L4 16v4Z",
    "plus": "M12 5v14M5 12h14",
    "undo": "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
    "file": "M6 3h9l4 4v14H6zM14 3v5h5",
    "print": "M7 9V3h10v6M5 9h14v8H5zM8 14h8v7H8z",
    "lock": "M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "play": "M7 4v16l13-8L7 4Z",
    "stop": "M6 6h12v12H6z",
    "publish": "M12 21V9M7 13l5-5 5 5M5 4h14",
    "home": "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
    "network": "M12 4v5M12 9l-6 6M12 9l6 6M12 2.5v3M4 15h4v4H4zM16 15h4v4h-4z",
    "investment": "M4 19l6-7 4 4 6-9M15 7h5v5",
    "innovation": "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.8.8 1 1.5 1 2.5h6c0-1 .2-1.7 1-2.5A6 6 0 0 0 12 3Z",
    "dot": "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
    "out": "M14 4h6v16h-6M4 12h11M10 7l5 5-5 5",
}
DIRECTIONAL: Final = frozenset({"next", "previous", "undo", "out"})
