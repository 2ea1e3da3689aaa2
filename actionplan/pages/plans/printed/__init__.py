"""A plan that arrives as a printed table: uploaded, confirmed cell by cell, and handed on to the import."""
