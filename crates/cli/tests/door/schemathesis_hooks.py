"""What schemathesis has to know of this door beyond its description."""

import schemathesis
from schemathesis.specs.openapi import checks

# After a few tries without the right key the door answers 429 in place of 401, and lets nobody in by that either.
checks.AUTH_REJECTION_STATUSES = checks.AUTH_REJECTION_STATUSES | {429}


@schemathesis.hook
def filter_query(context, query):
    """A list of one empty word looks like an empty list in an address: the one is wrong, the other is not."""
    return not any(value in ([""], "") for name, value in (query or {}).items() if name in ("metrics", "kinds", "pinned"))
