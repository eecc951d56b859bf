"""Pages of no single room: what awaits, search, the families of devices, the audit trail."""
