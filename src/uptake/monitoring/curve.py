"""Charts of earned value: what was planned, earned and spent over time, and how the indices moved."""
