"""The world that news speaks of: countries, actors and offices by date, places."""
