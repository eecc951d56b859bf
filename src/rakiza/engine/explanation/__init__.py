"""Why a plan is as it is, by solving it again: awards, prices of rules, conflicts, pooling, fronts.

Nothing here is guessed from the model: every figure is the difference of two solved problems, and a
difference below what the proofs leave open is said not to be significant.
"""
