"""What donors ask for online before any money: lines, and whose record the gift becomes."""
