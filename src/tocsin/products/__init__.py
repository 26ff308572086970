"""What people and programs are given: the record of an article, its brief, the timeline of many."""
