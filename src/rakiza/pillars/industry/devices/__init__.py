"""Devices as their maker keeps them: packs and GTINs, versions, instructions, spreadsheets."""
