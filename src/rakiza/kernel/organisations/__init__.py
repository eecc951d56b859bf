"""The parties of the cluster, who acts for them, and what a role may do."""
