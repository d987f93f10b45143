"""A workbook: its bytes, its sheets, its cells as they are shown; nothing of cases is known here."""
