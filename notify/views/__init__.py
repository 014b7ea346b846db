"""Pages about notices: a person's own, how the person is told, and what the links in letters open."""
