"""Pure computation: typed values in, typed values out. No framework, no database, no clock.

Nothing here knows where a value was stored or how a sentence is translated; what an engine must
know of families comes in as a value (`rakiza.engine.families.KnowledgeBase`).
"""
