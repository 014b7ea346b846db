"""The invented city: may import every app, and nobody imports it (docs/adr/0005-the-demo-city-is-an-app.md)."""
