"""When: Prefect flows, settings and the command line. The only room that knows Prefect and the clock."""
