"""Files of other programs, in and out, through one neutral document."""
