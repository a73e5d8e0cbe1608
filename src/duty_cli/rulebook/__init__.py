"""Rule files, mappings and cases, from bytes to the types of ``domain``: the only room that knows YAML and pydantic.

``files``, ``mapping`` and ``cases`` are its doors. It may import ``domain`` and ``errors``, and no other room. Text
becomes a plain tree (``strict``), the tree closed forms (``forms``), the forms are checked against one another
(``checks``, ``case_checks``) and built into the domain's types (``build``); every fault found on the way has its line
and column. ``files.check`` also tells what does no harm: bounds out of ``reach``, and ``years`` that no file covers whole.
"""
