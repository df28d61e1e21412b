"""The schedule-risk simulation of a plan: what goes in, what comes out, how it is shown."""
