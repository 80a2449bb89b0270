"""How appeals reach the centre: contacts by any channel, and the import of files.

A contact is the record that something was received, from whom it was taken over and which order it became;
its pair of source and key makes sure that nothing is registered twice. What happens to the order afterwards
is the business of ``workorders``; what would be wise to do with it is that of ``triage``.
"""
