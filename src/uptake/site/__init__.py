"""Addresses, navigation, home."""
