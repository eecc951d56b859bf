"""Signing in through the host's own identity provider (OpenID Connect), where the environment names one.

A provider says who somebody is, never what they may do: it opens an account that exists, is active and whose
address was proven here, or leads to the request to join. It creates neither accounts nor rights.
"""
