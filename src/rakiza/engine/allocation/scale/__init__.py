"""Models of national size: tightened, priced block by block, improved cluster by cluster."""
