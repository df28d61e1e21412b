"""A task and what stands beside it: comments, files, deliverables."""
