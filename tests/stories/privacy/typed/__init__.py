"""What is typed about somebody protected where others are spoken of."""
