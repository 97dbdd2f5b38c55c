# Why an endpoint failed, by its code, and what to do. In English the console's own sentences say it.

attempt-malformed = { $said }
    .next = { $said }
attempt-unsupported = { $said }
    .next = { $said }
attempt-not-found = { $said }
    .next = { $said }
attempt-permission-denied = { $said }
    .next = { $said }
attempt-refused = { $said }
    .next = { $said }
attempt-timed-out = { $said }
    .next = { $said }
attempt-not-an-engine = { $said }
    .next = { $said }
attempt-engine-error = { $said }
    .next = { $said }
attempt-lost = { $said }
    .next = { $said }

engine-away-otherwise = { $said }
