package payscope.authz_test

import data.payscope.authz

until(instant) := [{"permission": "secret:read", "until": instant}]

later := "2026-06-01T12:00:00.001Z"

depends_on(role, coordinate) := decision.depends_on if {
	decision := authz.decisions[coordinate] with input as {
		"subject": {"role": role},
		"coordinates": [coordinate],
	}
		with data.schema as schema
		with data.roles as roles
		with data.permissions as permissions
		with data.masks as masks
		with data.conditions as conditions
}

test_allow_elevated_reader_until_the_end if {
	used_at("READER", noon, until(later), "Doc.secret", {}).effect == "allow"
	used_at("READER", noon, [], "Doc.secret", {}).effect == "deny"
}

test_deny_elevated_reader_from_the_end_on if {
	every end in [noon, "2026-06-01T11:59:59.999Z", "9999", "", null] {
		decision := used_at("READER", noon, until(end), "Doc.secret", {})
		decision.reason == "MISSING_PERMISSION"
	}
}

test_allow_elevated_reader_what_was_masked if {
	day := {"day": "1995-05-05"}
	used_at("READER", noon, until(later), "Doc.born", day).effect == "allow"
}

test_allow_elevated_reader_what_the_permission_lifts if {
	many := {"first": 11}
	used_at("READER", noon, until(later), "Doc.text", many).effect == "allow"
}

test_hide_reader_a_grant_of_what_nobody_may_be_elevated_to if {
	grants := [{"permission": "doc:write", "until": later}]
	used_at("READER", noon, grants, "Mutation.write", {}).effect == "hide"
}

test_hide_elevated_stranger_everything if {
	used_at("STRANGER", noon, until(later), "Doc.secret", {}).effect == "hide"
}

test_deny_elevated_reader_at_no_time if {
	used_at("READER", null, until(later), "Doc.secret", {}).effect == "deny"
}

test_allow_elevated_reader_an_input_of_what_is_opened if {
	used_at("READER", noon, until(later), "DocFilter.born", {}).effect == "allow"
	used_at("READER", noon, [], "DocFilter.born", {}).effect == "deny"
}

test_deny_elevated_reader_where_the_condition_fails if {
	day := {"day": "2000-01-01"}
	decision := used_at("READER", noon, until(later), "Doc.born", day)
	decision.reason == "CONDITION_NOT_MET"
}

test_deny_nobody_who_lacks_more_than_the_elevation_gives if {
	decision := used_at("NOBODY", noon, until(later), "Doc.secret", {})
	decision.reason == "MISSING_PERMISSION"
}

test_shape_what_decisions_depend_on_is_told_apart if {
	depends_on("WRITER", "Doc.either") == "condition"
	depends_on("READER", "Doc.text") == "both"
	depends_on("READER", "Doc.born") == "both"
	depends_on("KEEPER", "Doc.text") == "condition"
	depends_on("READER", "Doc.secret") == "elevation"
	depends_on("KEEPER", "Doc.secret") == null
	depends_on("NOBODY", "Doc.secret") == null
	depends_on("NOBODY", "Mutation.write") == null
}
