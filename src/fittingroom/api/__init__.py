"""The TryItOn HTTP contract.

    app = create_app(settings)                  # app.py: routes and middleware; services open while it runs
    await make_server(app, host, port).serve()  # server.py

The way of a request: `Envelope` (request id, log, last resort) → `Linger` (bodies nobody will read) → a route, which
asks `Asker` (auth.py) who it is and `Rooms` (services.py) for what it stands on → `answer` (errors.py) where it is
refused.
"""
