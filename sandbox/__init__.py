"""A local stand-in for Stripe's API: a loopback process for demonstrations and tests.

It imports nothing of the application and nothing of the application imports it. The real ``stripe`` package talks to
it over HTTP, and its own ``stripe.params`` types decide which parameters are accepted. ``README.md`` says how.
"""
