"""What the product promises about speed (PRODUCT §21), measured over HTTP against the real server: `make bench`."""
