"""Lots that go whole to one maker, and makers that cost before they make: bounds and cuts for them.

Everything is found in the rows of a model, never in what a file is called.
"""
