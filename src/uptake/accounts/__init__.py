"""People, organisations, sign-in."""
