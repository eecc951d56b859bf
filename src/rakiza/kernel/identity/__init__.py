"""Who signs in: a person with an e-mail address, a name and a language."""
