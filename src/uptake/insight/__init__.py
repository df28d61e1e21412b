"""What a project's data say about the plan: its review, and drafts beside each other."""
