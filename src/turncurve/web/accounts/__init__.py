"""Accounts: who may sign in, as an administrator keeps them; and a person's own."""
