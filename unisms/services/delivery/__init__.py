"""Handing campaigns over: claims, settlement, receipts, steering, closing."""
