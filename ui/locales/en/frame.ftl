# The frame around every page.

nav-dashboard = Dashboard
nav-instances = Instances
nav-volumes = Volumes
nav-vpcs = VPCs
nav-activity = Activity
nav-engine = Engine
nav-settings = Settings
