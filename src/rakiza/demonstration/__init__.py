"""The demonstration cluster: fictional organisations, a catalogue, four buyers' lists, one plan.

Everything here is invented and says so in its name. Nothing else in the house imports this room.
"""
