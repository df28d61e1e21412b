"""A register as a list: filters, order, groups, totals, saved views, search."""
