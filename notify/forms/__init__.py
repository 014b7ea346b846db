"""What people type about how they are told."""
