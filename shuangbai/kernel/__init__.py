"""The ground floor: pure modules that every app may import and that import no app."""
