"""What makers say of themselves beside their offers: plants and lines."""

from __future__ import annotations

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.plants import load_plants


def load_makers_rooms(cluster: Cluster) -> None:
    """Load each room of the makers, in the order in which one needs the other."""
    load_plants(cluster)
