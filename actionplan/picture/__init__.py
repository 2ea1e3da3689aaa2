"""The plan at a moment: the read model behind pages, documents, exports, checks and reminders."""
