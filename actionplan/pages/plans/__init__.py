"""The plans of the portal: the list, importing and discarding plans, putting them in force, ending them."""
