"""The language of formulas: tokens, values, the language itself, and what is said of mistakes."""
