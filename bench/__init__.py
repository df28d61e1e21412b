"""Benchmarks: ours against others, in one run, on the same plans.

`python -m bench` runs all schedulers, `python -m bench.gantt` the charts.
"""
