"""Combien de fois par minute une même adresse peut essayer ce qui se devine."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)
