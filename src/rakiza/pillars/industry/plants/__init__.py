"""Plants: where a maker makes, on which lines, by which processes, of which materials."""
