"""How the demonstration's accounts are told from real ones: their domain, and the password they share.

The domain is reserved (RFC 2606, `.invalid`): no mail can reach it.
"""

DOMAIN = "demo.rakiza.invalid"
PASSWORD = "rakiza-demo"  # noqa: S105 - printed on the sign-in page, in demonstration mode only
