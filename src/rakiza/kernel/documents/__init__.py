"""What every printed or exported document shares: workbook style, PDF compilation, fonts."""
