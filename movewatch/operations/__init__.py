"""What ops do with a running movewatch: topics, lag, publishing, and the check before a worker starts."""
