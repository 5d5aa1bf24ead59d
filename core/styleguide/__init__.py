"""The styleguide: every component, in every state."""
