<<<<<<< HEAD
"""Files <-> planning data, without the web application."""
=======
"""Files of other programs, in and out, through one neutral document."""
>>>>>>> origin/main
