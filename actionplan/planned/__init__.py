"""An action of the plan as typed values: read from documents and rows, compared, put in words, written to rows."""
