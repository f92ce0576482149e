"""Spinners' thesauri: their file formats, and our own editable one."""
