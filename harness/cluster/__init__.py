"""Asking from the workers of a Dask cluster: the home of `distributed`."""
