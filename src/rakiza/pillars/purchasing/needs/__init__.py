"""What the members need: uploaded lists, their review, their confirmation, corrected readings."""
