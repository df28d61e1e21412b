"""Who and what does the work, and when: resources and calendars."""
