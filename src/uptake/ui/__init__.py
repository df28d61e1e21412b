"""Base templates, components, the HTMX contract, style, and the built bundle."""
