"""Files <-> planning data, without the web application."""
