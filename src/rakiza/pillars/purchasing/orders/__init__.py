"""Call-off orders: what a buyer orders of its awards in a published plan, until it is received. No invoices, no payments."""
