"""What every room stands on: identity, permissions, files, audit, imports, jobs, notifications."""
