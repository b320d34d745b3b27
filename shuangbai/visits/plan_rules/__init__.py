"""The arithmetic of the plan: how often, when next, who is in a round; pure."""
