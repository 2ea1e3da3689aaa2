"""A document as a Word file, filled into a template that has the house style."""
