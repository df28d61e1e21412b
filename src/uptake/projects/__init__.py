"""Projects, their teams, and who may do what."""
