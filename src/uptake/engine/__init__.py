"""Planning mathematics: values in, values out. No clock, no files, no hidden randomness."""
