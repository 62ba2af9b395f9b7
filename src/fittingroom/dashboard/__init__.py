"""The pages that people see: sign-in, keys, credits, usage, jobs, playground; and for administrators the server."""

from fittingroom.dashboard.paths import link_path

__all__ = ["link_path"]
