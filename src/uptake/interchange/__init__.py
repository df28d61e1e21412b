"""Project files to engine values and back, each way with a report of what was lost."""
