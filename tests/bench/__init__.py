"""Measurements, as ratios in one run: `python -m tests.bench.<name>`. Not part of the tests."""
