"""Files of lists: what stands in their cells, rows read as values, and workbooks written part by part."""
