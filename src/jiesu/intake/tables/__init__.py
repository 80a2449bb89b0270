"""Reading tables out of files, whatever they are called: text with delimiters, or workbooks.

Pure Python; memory stays bounded however large the file. Every row of a file comes out, either as a
``Row`` of text or as a ``BadRow`` with the reason (see :mod:`~jiesu.intake.tables.rows`).
"""
