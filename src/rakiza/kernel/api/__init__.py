"""What every room's endpoints share: schemas, pages of lists, who acts, refusals as problems. No endpoint."""
