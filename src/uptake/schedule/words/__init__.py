"""How amounts, dates, reasons and problems are read and said."""
