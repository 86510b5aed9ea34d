"""Reading and writing the files of an organisation: CSV, XLSX, Parquet, JSON, GraphML and GEXF.

Used by the command line and by the apps; knows nothing of either. What cannot be read is told as
:class:`colead.files.problems.FileProblem` objects, each with its line, its column and what to do.
"""
