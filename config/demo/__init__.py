"""The demonstration: the seed organization's story with people who do not exist.

Family names are Urdu for "example", "imagined", "fable" and the like; addresses are on Sample Street, telephones are
555-01xx, mail goes to example.org.
"""
