"""Timings as ratios within one run, on text that the benchmark makes itself."""
