"""Added rules of a plan for people: what each kind is called and asks for, what is wrong with one, its words."""
