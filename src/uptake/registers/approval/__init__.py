"""Approvals: flows of steps, who is asked, what they answered, and reminding them."""
