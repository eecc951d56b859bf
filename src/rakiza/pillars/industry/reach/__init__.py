"""What a plant could also make: families within reach, what is missing, and what nobody supplies."""
