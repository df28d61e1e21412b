"""An app with a job in parts, for real worker processes: they import it by the settings beside it."""
