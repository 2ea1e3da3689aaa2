"""Recommendations: the list, one with its history, and keeping them."""
