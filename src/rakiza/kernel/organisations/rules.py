"""Who may manage organisations and memberships."""

from rules import add_perm

from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is

add_perm("organisations.manage", role_is(Role.CLUSTER_STAFF, Role.ADMINISTRATOR))
add_perm("organisations.grant_membership", role_is(Role.ADMINISTRATOR))
