"""The pages that people see: sign-in, keys, credits, usage, jobs, playground; and for administrators the server.

    pages = mount_dashboard(app)        # routes, beside those of the API
    open_dashboard(pages, database)     # in the application's lifespan
    link_path(token)                    # of the page that a one-time link opens

The way of a request: `Headers` (headers.py) → `refuse_forgeries` (forms.py) for all but GET → a page in routes/, which
asks `SignedIn` or `Administrator` (visitors.py) who looks and `Opened` (rooms.py) for what it stands on → `render`
(pages.py), or `go` to another page after a form.
"""

from fittingroom.dashboard.app import mount_dashboard, open_dashboard
from fittingroom.dashboard.paths import link_path

__all__ = ["link_path", "mount_dashboard", "open_dashboard"]
