"""Rule files, mappings, styles and cases, from bytes to the types of ``model``: the only package that knows YAML and pydantic.

``rule_files``, ``mapping_file``, ``import_config``, ``style_file`` and ``rule_case_file`` are its doors. It may import
``model``, ``errors`` and, to check what mappings say, ``parsing``, and no other package. Text becomes a plain tree (``yaml_reader``), the tree closed forms (``*_form``), the forms
are linted (``lint_…``, each check in ``lint_registry``) and build the model's types; every problem found on the way has its
line and column. ``lint_warnings`` tells what does no harm and is most often a slip.
"""
