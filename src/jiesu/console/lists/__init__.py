"""Lists of orders: search, review, callback, applications, archive; views, columns, batches, exports."""
