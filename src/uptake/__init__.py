"""Uptake: plan and run software implementations, from kick-off to being used well."""
