"""What people see: the reviewers' page and its API, over the store, in English and Hindi."""
