"""The web application: settings, addresses, page shell. No rule of the domain lives here."""
