"""The keys of other systems, kept by administrators of the whole portal."""
