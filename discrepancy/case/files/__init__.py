"""Files of a case: bytes, CSV, workbooks."""
