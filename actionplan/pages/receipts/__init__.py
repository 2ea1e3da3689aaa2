"""Receipts: the rows behind the figures of other pages, and who reported them."""
