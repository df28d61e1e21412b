"""How a project begins, and how it goes for good."""
