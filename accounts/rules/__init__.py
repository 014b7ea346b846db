"""Pure rules about people: no query, no clock, no settings."""
