"""Pure: which notices there are, through which channels they may go, and when."""
