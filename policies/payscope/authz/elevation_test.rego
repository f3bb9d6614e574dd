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
		used_at("READER", noon, until(end), "Doc.secret", {}).reason == "MISSING_PERMISSION"
	}
}

test_allow_elevated_reader_what_was_masked if {
	used_at("READER", noon, until(later), "Doc.born", {"day": "1995-05-05"}).effect == "allow"
}

test_allow_elevated_reader_what_the_permission_lifts if {
	used_at("READER", noon, until(later), "Doc.text", {"first": 11}).effect == "allow"
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

test_allow_conditions_to_be_told_apart_in_the_table if {
	depends_on("READER", "Doc.text") == "condition"
	depends_on("READER", "Doc.secret") == "elevation"
	depends_on("KEEPER", "Doc.secret") == null
	depends_on("NOBODY", "Doc.secret") == null
	depends_on("NOBODY", "Mutation.write") == null
}
