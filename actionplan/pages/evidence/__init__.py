"""Evidence: of one report, where it is added and taken away; the files; and a selection of all for who checks it."""
