"""The lake: tables of records that many processes may write at once and anybody may query, as of any day."""
