package payscope.authz

# METADATA
# title: The subject's permissions
# description: |
#   Those its role's data lists, no role implies another; and those held for a
#   time.
granted contains permission if {
	some permission in data.roles[input.subject.role].permissions
}

granted contains permission if some permission in elevated

# METADATA
# title: The subject's role is one of roles/data.json
role_known if data.roles[input.subject.role]

# METADATA
# title: The schema says what the coordinate asks for
mentioned(coordinate) if data.schema[coordinate].policies

# METADATA
# title: What is missing, per alternative
# description: |
#   A requirement is a list of alternatives, each a list of permissions that
#   must all be held (the outer list is OR, the inner AND). An empty gap is an
#   alternative that is met.
gaps(coordinate) := {gap |
	some alternative in data.schema[coordinate].policies
	gap := {permission | some permission in alternative} - granted
}

# METADATA
# title: Some alternative is met
requirement_met(coordinate) if set() in gaps(coordinate)

# METADATA
# title: A mask stands in for exactly what is missing
# description: |
#   Of an input nothing is shown, so there is nothing to mask; lacking denies
#   it.
maskable(coordinate) if {
	{data.masks[coordinate].permission} in gaps(coordinate)
	not is_input(coordinate)
}

# METADATA
# title: The coordinate is an argument, an input field or an enum value
is_input(coordinate) if data.schema[coordinate].input

# METADATA
# title: The coordinate stays in the schema although it is denied
# description: |
#   When some alternative lacks only permissions that may be known of. Within an
#   alternative one permission that hides, hides; so does one that
#   permissions/data.json does not have.
denial_shown(coordinate) if {
	some gap in gaps(coordinate)
	every permission in gap {
		data.permissions[permission].without == "deny"
	}
}
