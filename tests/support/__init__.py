"""What tests are built with: databases of their own, servers, a browser, builders of rows, a mail sink."""
