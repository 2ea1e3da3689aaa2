"""How fast the pages are (`bench`), and how long people wait who come at once (`load`)."""
