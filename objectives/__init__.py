"""The plan, its objectives and their themes."""
