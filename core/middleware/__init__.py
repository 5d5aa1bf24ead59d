"""What every request passes through, one concern a module; `config/settings.py` gives the order."""
