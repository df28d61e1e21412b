"""Levelling: when tasks can be done by the people there are."""
