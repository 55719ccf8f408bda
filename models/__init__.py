"""What is decided: texts and arrays in, arrays out. No database, no Prefect."""
