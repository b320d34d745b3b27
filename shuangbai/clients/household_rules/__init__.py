"""Arithmetic over households; pure.

`stays` says who belongs where and when, `relations` what somebody is to the head, `entitlements`
what becomes of a category that is held through a household.
"""
