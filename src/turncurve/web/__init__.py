"""Pages. One folder a page: view, page dataclass, template. Every answer comes from the desk."""
