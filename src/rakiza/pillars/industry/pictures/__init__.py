"""Pictures of a device: handed over, described, ordered, taken off and put back by its maker."""
