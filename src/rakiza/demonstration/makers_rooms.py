"""What makers say of themselves beside their offers: plants and lines, devices, local content."""

from __future__ import annotations

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.devices import load_devices
from rakiza.demonstration.local_content import load_local_content
from rakiza.demonstration.plants import load_plants


def load_makers_rooms(cluster: Cluster) -> None:
    """Load each room of the makers, in the order in which one needs the other."""
    load_plants(cluster)
    load_devices(cluster)
    load_local_content(cluster)
