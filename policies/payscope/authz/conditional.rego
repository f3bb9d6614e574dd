package payscope.authz

default conditional := []

# METADATA
# title: Decisions of coordinates in use
# description: |
#   For coordinates whose decision depends on more than the subject's role, once
#   per operation: one decision per use, in the order of the uses. Conditions
#   only ever take away.
# entrypoint: true
# scope: document
# schemas:
#   - input: schema.conditional
# custom:
#   input:
#     subject.role: the subject's role
#     now: the instant of the operation, RFC 3339 in UTC with milliseconds
#     grants: elevations of the subject, each a permission and its end
#     uses: each a coordinate and the values of its arguments by name
conditional := [decision_in_use(use) | some use in input.uses]

# METADATA
# title: Decision of one use
# description: |
#   The coordinate's own, unless it is open and one of its conditions is not
#   met.
decision_in_use(use) := {
	"effect": "deny",
	"reason": "CONDITION_NOT_MET",
	"rule": "payscope.authz.condition_not_met",
	"obligation": null,
} if {
	decision(use.coordinate).effect in {"allow", "mask"}
	not conditions_met(use)
} else := decision(use.coordinate)

# METADATA
# title: What the decision of a coordinate depends on besides the role
# description: |
#   Its conditions; an elevation, where that alone could open it; both; or
#   nothing (null).
depends_on(coordinate) := "both" if {
	data.conditions.rules[coordinate]
	elevatable(coordinate)
} else := "condition" if {
	data.conditions.rules[coordinate]
} else := "elevation" if {
	elevatable(coordinate)
} else := null

# METADATA
# title: All conditions of the coordinate are met
conditions_met(use) if {
	every condition in data.conditions.rules[use.coordinate] {
		condition_met(condition, use)
	}
}

conditions_met(use) if not data.conditions.rules[use.coordinate]

# METADATA
# title: A permission lifts the condition
condition_met(condition, _) if condition.unless in granted

# METADATA
# title: An argument is at most a number
# description: |
#   An argument that has no value is not at most anything, here and in what
#   follows.
condition_met(condition, use) if {
	condition.kind == "at_most"
	value := argument(condition, use)
	is_number(value)
	is_number(condition.limit)
	value <= condition.limit
}

# METADATA
# title: An argument is one of some values
condition_met(condition, use) if {
	condition.kind == "one_of"
	argument(condition, use) in condition.values
}

# METADATA
# title: An argument is a permission that can be given for a time
condition_met(condition, use) if {
	condition.kind == "elevatable"
	argument(condition, use) in data.conditions.elevation
}

# METADATA
# title: An argument lies between two values of its type, both included
condition_met(condition, use) if {
	condition.kind == "within"
	value := argument(condition, use)
	{type_name(value)} == {type_name(condition.from), type_name(condition.to)}
	type_name(value) in {"number", "string"}
	condition.from <= value
	value <= condition.to
}

# METADATA
# title: It is a time of day between two, in UTC
# description: From is included, to is not; a window may pass midnight.
condition_met(condition, _) if {
	condition.kind == "hours"
	condition.from < condition.to
	condition.from <= time_of_day
	time_of_day < condition.to
}

condition_met(condition, _) if {
	condition.kind == "hours"
	condition.from > condition.to
	time_of_day >= condition.from
}

condition_met(condition, _) if {
	condition.kind == "hours"
	condition.from > condition.to
	time_of_day < condition.to
}

# METADATA
# title: It is an instant between two
# description: From is included, to is not.
condition_met(condition, _) if {
	condition.kind == "period"
	condition.from <= now
	now < condition.to
}

# METADATA
# title: Value of the argument a condition is about
# description: A dot leads into an input object. What is not given is null.
argument(condition, use) := object.get(
	use.arguments,
	split(condition.argument, "."),
	null,
)

# METADATA
# title: The instant of the operation
# description: |
#   Only in the one form in which text compares as time; undefined otherwise.
now := input.now if is_instant(input.now)

# METADATA
# title: The text is an instant in that form
is_instant(text) if {
	regex.match(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`, text)
}

# METADATA
# title: Its time of day, HH:MM
time_of_day := substring(now, 11, 5)
