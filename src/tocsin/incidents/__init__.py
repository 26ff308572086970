"""From the events of many articles to incidents: copies, stories, merging, corroboration, dispute."""
