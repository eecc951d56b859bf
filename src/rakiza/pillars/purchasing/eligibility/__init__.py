"""Whether published plans still stand on lawful titles, and who is told where they don't."""
