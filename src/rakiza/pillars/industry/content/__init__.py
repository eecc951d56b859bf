"""Local content of devices: the bill of materials, the declared share, its contests and audits."""
