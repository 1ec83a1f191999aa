"""What the service remembers: persistent classes, rights and evolution. Only this floor defines stored classes."""
