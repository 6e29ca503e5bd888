"""The database: rows, repositories, one transaction per unit of work, and migrations."""
