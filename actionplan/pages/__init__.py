"""What a person sees, one package a job: addresses, views, what a page reads, forms, tags."""
