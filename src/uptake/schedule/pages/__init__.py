"""What the pages of a whole plan show, and carry out."""
