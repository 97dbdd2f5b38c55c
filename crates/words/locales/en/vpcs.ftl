# The page of VPCs: the table and the picture.

vpcs-none = No VPCs yet
vpcs-none-text = Instances on a network of their own reach each other by name, and others do not. Make one, and it shows up here by itself:
vpcs-nothing = No VPC matches the filter.
vpcs-filter = Filter VPCs
vpcs-filter-hint = Filter by name, subnet, instance…
vpcs-views = Table or picture
vpcs-table = Table
vpcs-picture = Picture

vpcs-name = Name
vpcs-subnets = Subnets
vpcs-driver = Driver
vpcs-project = Project
vpcs-members = Members
vpcs-instances = Instances
vpcs-created = Created

vpcs-internal = { $driver }, internal
vpcs-internal-word = internal
vpcs-internal-hint = Cut off from the outside
vpcs-empty = empty
vpcs-more = +{ $count }
vpcs-shown = { $count } of { $all }
vpcs-empty-count = { $count } empty

vpcs-picture-label = Picture of the VPCs
vpcs-picture-content = VPCs and their instances
vpcs-help = Drag or arrow keys move, wheel or + and − zoom, 0 shows all. Tab goes into it, arrow keys from one to the next.
vpcs-zoom = Zoom
vpcs-zoom-in = Closer (+)
vpcs-zoom-out = Further (−)
vpcs-fit = Show all (0)
vpcs-count = { $n ->
    [one] { $count } member
   *[other] { $count } members
}
vpcs-gathered = { $n ->
    [one] { $count } instance
   *[other] { $count } instances
}
vpcs-running = { $n ->
   *[other] { $count } running
}
vpcs-in-several = in { $count } VPCs
vpcs-summary = { $v ->
    [one] { $vpcs } VPC
   *[other] { $vpcs } VPCs
} with { $i ->
    [one] { $instances } instance
   *[other] { $instances } instances
}, { $shared } of them in several
vpcs-open-picture = Show { $name } in the picture
vpcs-open-members = List the instances of { $name }
vpcs-close = close
vpcs-hidden = and { $count } more
vpcs-group-label = { $title }, { $note }, in { $places }
vpcs-instance-label = { $name }, { $state }, in { $places }
vpcs-gone-label = { $name }, in { $places }
