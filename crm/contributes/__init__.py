"""What crm adds to pages, commands and jobs of the layers below."""
