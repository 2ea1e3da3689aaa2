"""Receipts: what a figure adds up, and which reports it comes from."""
