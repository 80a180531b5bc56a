"""Who was referred by whom."""
