"""The pages that show facts of several apps, and the documents that leave the portal."""
