"""Pages and papers, made only from Publishable numbers: sentences, charts, papers."""
