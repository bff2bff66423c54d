"""What must never be fuzzy: numbers, dates, negations, addresses and code, compared strictly."""
