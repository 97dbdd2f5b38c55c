# The table of the instances.

instances-title = Instances
instances-which = Which instances
instances-present = Running and stopped
instances-terminated = Terminated
instances-terminated-count = Terminated ({ $count })
instances-count = { $count } · { $n ->
   *[other] { $running } running
}
instances-shown = { $shown } of { $total }
instances-nothing = No instance matches the filter.

instances-filter = Filter instances
    .example = Filter by name, image, state, label…
    .hint = Every word has to be found: in the name, image, state, project, VPC, label or at the begin of the id. Also team=shop, label:team, state:failing, project:shop.
    .clear = Clear the filter

instances-group = Group by project
instances-no-project = No project
instances-in-group = { $count ->
    [one] { $all } instance · { $n ->
       *[other] { $running } running
    }
   *[other] { $all } instances · { $n ->
       *[other] { $running } running
    }
}
instances-in-failing-group = { $count ->
    [one] { $all } instance · { $n ->
       *[other] { $running } running
    } · { $failing } failing
   *[other] { $all } instances · { $n ->
       *[other] { $running } running
    } · { $failing } failing
}

instances-columns = Columns
    .list = Columns of the table
    .fitting = Those that there is room for. A choice of your own is kept.
    .chosen = Your choice. What there is no room for scrolls sideways.
    .reset = Show what fits

instances-name = Name
instances-project = Project
instances-state = State
instances-image = Image
instances-cpu = CPU
    .hint = Percent of one core
    .of-machine = Percent of the whole machine
instances-memory = Memory
    .hint = In use, as docker stats counts it
instances-network-rx = Net ↓
    .hint = Network, received
instances-network-tx = Net ↑
    .hint = Network, sent
instances-disk-read = Disk r
    .hint = Disk, read
instances-disk-write = Disk w
    .hint = Disk, written
instances-ports = Ports
instances-vpcs = VPCs


port-open = Open { $url } in the browser
ports-exposed = { $ports } (not published)
