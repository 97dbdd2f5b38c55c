# The instances that the engine no longer has.

terminated-name = Name
terminated-project = Project
terminated-state = State
terminated-image = Image
terminated-uses-none = It uses none any more
terminated-first-seen = First seen
terminated-last-seen = Last seen
terminated-known-for = Known for
    .hint = From the first to the last time that it was seen
terminated-id = Id
terminated-shown = { $shown } of { $total }
terminated-none-matches = No terminated instance matches the filter.
terminated-none = No terminated instances
    .text = An instance that is removed from the engine stays here for as long as there is history of it.
