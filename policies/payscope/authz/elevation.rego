package payscope.authz

# METADATA
# title: Permissions held for a time
# description: |
#   Only those conditions/data.json lets be given so, and until their end only.
elevated contains grant.permission if {
	some grant in input.grants
	grant.permission in data.conditions.elevation
	is_instant(grant.until)
	now < grant.until
}

# METADATA
# title: An elevation alone could open the coordinate
elevatable(coordinate) if {
	decision(coordinate).effect in {"deny", "mask"}
	some gap in gaps(coordinate)
	every permission in gap {
		permission in data.conditions.elevation
	}
}

# METADATA
# title: An elevation could lift a condition of the coordinate
elevatable(coordinate) if {
	decision(coordinate).effect in {"allow", "mask"}
	some condition in data.conditions.rules[coordinate]
	condition.unless in data.conditions.elevation
	not condition.unless in granted
}
