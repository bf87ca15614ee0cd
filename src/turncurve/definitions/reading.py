"""Read the YAML of a definition, with the parser written in C where there is one: it takes a tenth of the time."""

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # built without libyaml
    from yaml import SafeLoader


def from_yaml(text: str) -> Any:
    """What a YAML text says, plain values only. Raises yaml.YAMLError that names the line where it is not YAML."""
    return yaml.load(text, Loader=SafeLoader)
