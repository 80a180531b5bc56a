"""How a résumé is read: runs in the limited child process that `resume.read_resume` starts, and knows no web framework.

Bytes become lines (`pdf`, `office`, `columns`), lines become sections (`headings`) and entries (`entries`), and those become
a reading (`parsing`).
"""
