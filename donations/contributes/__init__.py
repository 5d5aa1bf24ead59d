"""What donations adds to pages, commands and jobs of the layers below."""
