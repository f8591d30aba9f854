"""What leaves the program: pictures, films, copies, DICOM objects, tables; no Qt."""
