"""A document as a Word file: real headings, styles, captions, repeated header rows, alternative texts, a table of contents."""
