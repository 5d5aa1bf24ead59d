"""What donors ask for online before any payment: lines, and whose record the gift is added to."""
