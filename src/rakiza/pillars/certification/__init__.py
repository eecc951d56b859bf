"""Certificates of management systems and products, issued by a certification body."""
