"""Files that payment platforms write: one module a layout.

A layout is recognized by titles only its platform writes, in any order and spelling. Statuses, types and currencies a
platform does not document are questions: such a row is neither counted nor dropped.
"""
