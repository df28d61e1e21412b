"""What was planned, earned and spent: status dates, deviations and what is done about them."""
