"""Signing in: passwords, second factors, sessions, asking again, and links that set a password.

allauth does the ceremonies; these modules say who needs what. `records` reads what the present session has proven,
`second_factor` says who needs a second factor, `fresh` which acts ask for a sign-in of the last minutes, `sessions`
where somebody is signed in, `links` and `letters` how a person gets a link that sets a password.
"""
