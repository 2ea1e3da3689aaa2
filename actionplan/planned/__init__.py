"""An action of the plan as typed values: read from a document or from rows, compared, put in words, written to rows."""
