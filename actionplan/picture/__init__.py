"""The plan as it stands at a moment: the one read model, of which pages, documents, exports, checks and reminders are made."""
