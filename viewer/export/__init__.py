"""What leaves as DICOM objects and tables, made from plain records; no Qt."""
