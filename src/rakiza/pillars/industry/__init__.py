"""Makers: their production lines, devices and yearly offers."""
