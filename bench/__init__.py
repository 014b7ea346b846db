"""The benchmarks: ratios taken in one run, never assertions on seconds. `python3 wz bench` runs them on servers of its own."""
