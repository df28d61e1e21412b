"""Benchmarks: this scheduler against others, in one run, on the same networks. `python -m bench` runs all."""
