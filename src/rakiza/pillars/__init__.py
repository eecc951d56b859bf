"""The four legs of the cluster: industry, certification, registration, purchasing."""
