"""What reports adds to pages of the layers below."""
