"""What flowc made of the documents. Never edited by hand."""
