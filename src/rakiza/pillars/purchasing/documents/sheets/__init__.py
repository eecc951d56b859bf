"""The sheets of plan.xlsx, one function each: a view of the plan in, a typed sheet out."""
