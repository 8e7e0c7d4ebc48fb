"""Holdfast: appointment reservations that are never sold twice."""
