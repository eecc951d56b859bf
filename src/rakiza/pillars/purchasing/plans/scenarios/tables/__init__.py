"""What the pages of scenarios show, and their workbooks."""
