# The page of volumes.

volumes-none = No volumes yet
volumes-none-text = A volume keeps data when its container goes. Make one, and it shows up here by itself:
volumes-nothing = No volume matches the filter.
volumes-filter = Filter volumes
volumes-filter-hint = Filter by name, instance, project…
volumes-unused-only = Unused only

volumes-name = Name
volumes-attached-to = Attached to
volumes-project = Project
volumes-driver = Driver
volumes-mountpoint = Mountpoint
volumes-size = Size
volumes-created = Created

volumes-unused = unused
volumes-more = +{ $count }
volumes-copy = Copy the mountpoint of { $name }
volumes-bytes = { $bytes } bytes
volumes-bytes-at = { $bytes } bytes, measured { $at }

volumes-shown = { $count } of { $all }
volumes-unused-size = { $n ->
    [one] { $size } in { $count } unused volume
   *[other] { $size } in { $count } unused volumes
}
volumes-unused-count = { $count } unused
volumes-unmeasured = { $count } not measured

volumes-measure = Measure sizes
volumes-measure-hint = Asks the engine for the size of every volume, which can take it a while
volumes-cancel = Cancel
volumes-progress = How far measuring is
volumes-measuring = Measuring { $volumes }: { $time }
volumes-measuring-of = Measuring { $volumes }: { $time } of about { $about }
volumes-measured = Measured { $at }, in { $took }
volumes-cancelled = Called off { $at }

copy-do = Copy
copy-done = Copied
copy-refused = Not allowed
