"""What changes a strategy, whichever it is: one wrapper a file, each with one number, and none where that is zero."""
