"""A plan at other times: its baselines, its drafts, its history."""
