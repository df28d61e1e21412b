"""What stands beside the fields of a record: comments, files, links that people make."""
