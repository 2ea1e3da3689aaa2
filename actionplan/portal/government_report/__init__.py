"""The report to the Government, the extract for a minister and the mid-term evaluation: one content, three files to send."""
