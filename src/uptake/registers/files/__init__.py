"""Registers out of files and into them."""
