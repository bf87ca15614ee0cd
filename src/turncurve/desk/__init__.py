"""Where questions are asked and changes made: permission, fetch, think, save, write down."""
