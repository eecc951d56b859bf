"""The health authority's titles: declared establishments, registered devices, specific authorisations."""
