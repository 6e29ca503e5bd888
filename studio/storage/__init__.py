"""Where the bytes live: a local folder or an S3-compatible store."""
