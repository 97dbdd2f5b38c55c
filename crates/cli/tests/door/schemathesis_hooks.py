"""What schemathesis has to know of this door beyond its description."""

from schemathesis.specs.openapi import checks

# After a few tries without the right key the door answers 429 in place of 401, and lets nobody in by that either.
checks.AUTH_REJECTION_STATUSES = checks.AUTH_REJECTION_STATUSES | {429}
