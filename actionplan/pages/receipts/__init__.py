"""Receipts: where the figures of other pages come from."""
