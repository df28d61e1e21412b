"""Planning mathematics: values in, values out.

No Django, no clock, no I/O, no hidden randomness; the same input gives the same output.
"""
