"""How values look on a page: icons, numbers, states, pagination; no page of its own."""
