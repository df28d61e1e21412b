"""Web plumbing without business meaning: settings, logs, jobs, health, files."""
