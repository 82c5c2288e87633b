"""Which countries, offices, people and groups a text names."""
