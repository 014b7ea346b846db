"""What the pages of this app show. Only rows of days and months are read, never a case."""
