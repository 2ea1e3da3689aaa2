"""Receipts: where the figures of other pages come from: what a sum adds up, and who says what a count counts."""
