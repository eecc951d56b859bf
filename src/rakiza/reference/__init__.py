"""Versioned facts: families of devices, vocabularies, official nomenclatures, law, geography."""
