"""What is typed or chosen on the pages of rosters."""
