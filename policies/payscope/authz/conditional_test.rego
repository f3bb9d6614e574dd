package payscope.authz_test

import data.payscope.authz

# Conditions of their own, on the schema and roles of decisions_test.rego.
conditions := {
	"elevation": ["secret:read"],
	"rules": {
		"Doc.text": [{
			"kind": "at_most",
			"argument": "first",
			"limit": 10,
			"unless": "secret:read",
		}],
		"Doc.either": [{
			"kind": "one_of",
			"argument": "filter.size",
			"values": ["SMALL", "MEDIUM"],
		}],
		"Doc.born": [{
			"kind": "within",
			"argument": "day",
			"from": "1990-01-01",
			"to": "1999-12-31",
		}],
		"Open": [
			{"kind": "hours", "from": "06:00", "to": "20:00"},
			{
				"kind": "period",
				"from": "2026-01-01T00:00:00.000Z",
				"to": "2027-01-01T00:00:00.000Z",
			},
		],
		"Doc.closed": [{"kind": "hours", "from": "22:00", "to": "05:00"}],
		"Doc.both": [{"kind": "moon_phase"}],
		"Doc.page": [{"kind": "at_most", "argument": "first", "limit": "10"}],
		"Doc.size": [{"kind": "within", "argument": "first", "from": 1, "to": "9"}],
	},
}

noon := "2026-06-01T12:00:00.000Z"

used_at(role, now, grants, coordinate, arguments) := decision if {
	[decision] := authz.conditional with input as {
		"subject": {"role": role},
		"now": now,
		"grants": grants,
		"uses": [{"coordinate": coordinate, "arguments": arguments}],
	}
		with data.schema as schema
		with data.roles as roles
		with data.permissions as permissions
		with data.masks as masks
		with data.conditions as conditions
}

used(role, coordinate, arguments) := decision if {
	decision := used_at(role, noon, [], coordinate, arguments)
}

at(now) := used_at("READER", now, [], "Open", {}).effect

test_allow_reader_at_most_the_limit if {
	every first in [10, 1, 0, -1] {
		used("READER", "Doc.text", {"first": first}).effect == "allow"
	}
}

test_deny_reader_more_than_the_limit if {
	decision := used("READER", "Doc.text", {"first": 11})
	decision.effect == "deny"
	decision.reason == "CONDITION_NOT_MET"
}

test_deny_reader_a_limit_on_no_number if {
	given := [{}, {"first": null}, {"first": "1"}, {"first": [1]}, {"first": true}]
	every arguments in given {
		used("READER", "Doc.text", arguments).reason == "CONDITION_NOT_MET"
	}
}

test_allow_keeper_whose_permission_lifts_the_condition if {
	used("KEEPER", "Doc.text", {"first": 11}).effect == "allow"
}

test_deny_nobody_for_want_of_permission_whatever_the_argument if {
	used("NOBODY", "Doc.text", {"first": 1}).reason == "MISSING_PERMISSION"
}

test_deny_nobody_for_want_of_permission_though_the_condition_fails_too if {
	used("NOBODY", "Doc.text", {"first": 11}).reason == "MISSING_PERMISSION"
}

test_deny_owner_by_bounds_that_are_no_numbers if {
	used("OWNER", "Doc.page", {"first": 1}).reason == "CONDITION_NOT_MET"
	used("OWNER", "Doc.size", {"first": 1}).reason == "CONDITION_NOT_MET"
}

test_hide_stranger_whatever_the_argument if {
	used("STRANGER", "Doc.text", {"first": 1}).effect == "hide"
}

test_allow_writer_one_of_the_values_within_an_input_object if {
	used("WRITER", "Doc.either", {"filter": {"size": "SMALL"}}).effect == "allow"
}

test_deny_writer_another_value if {
	sizes := [{"size": "LARGE"}, {"size": null}, {"size": ["SMALL"]}]
	every filter in array.concat(sizes, [{}, null, "SMALL"]) {
		used("WRITER", "Doc.either", {"filter": filter}).reason == "CONDITION_NOT_MET"
	}
}

test_mask_reader_within_the_bounds if {
	every day in ["1990-01-01", "1995-05-05", "1999-12-31"] {
		used("READER", "Doc.born", {"day": day}).effect == "mask"
	}
}

test_deny_reader_outside_the_bounds if {
	every day in ["1989-12-31", "2000-01-01", "", 1995, null] {
		used("READER", "Doc.born", {"day": day}).reason == "CONDITION_NOT_MET"
	}
}

test_allow_reader_in_the_hours_of_the_period if {
	every now in ["2026-01-01T06:00:00.000Z", noon, "2026-12-31T19:59:59.999Z"] {
		at(now) == "allow"
	}
}

test_deny_reader_outside_the_hours if {
	every time in ["05:59:59.999", "20:00:00.000", "00:00:00.000"] {
		at(sprintf("2026-06-01T%sZ", [time])) == "deny"
	}
}

test_deny_reader_outside_the_period if {
	every now in ["2025-12-31T12:00:00.000Z", "2027-01-01T12:00:00.000Z"] {
		at(now) == "deny"
	}
}

test_deny_reader_when_the_time_is_none if {
	other := ["2026-06-01T12:00:00Z", "2026-06-01T12:00:00.000+02:00"]
	every now in array.concat(other, ["", "12:00", 12, null]) {
		at(now) == "deny"
	}
}

test_allow_keeper_hours_that_pass_midnight if {
	open := {"Doc.closed": {"authenticated": true, "policies": [[]]}}
	every time in ["22:00", "23:59", "00:00", "04:59"] {
		now := sprintf("2026-06-01T%s:00.000Z", [time])
		[decision] := authz.conditional with input as {
			"subject": {"role": "KEEPER"},
			"now": now,
			"uses": [{"coordinate": "Doc.closed", "arguments": {}}],
		}
			with data.schema as open
			with data.roles as roles
			with data.conditions as conditions
		decision.effect == "allow"
	}
}

test_deny_keeper_between_hours_that_pass_midnight if {
	open := {"Doc.closed": {"authenticated": true, "policies": [[]]}}
	every time in ["05:00", "12:00", "21:59"] {
		now := sprintf("2026-06-01T%s:00.000Z", [time])
		[decision] := authz.conditional with input as {
			"subject": {"role": "KEEPER"},
			"now": now,
			"uses": [{"coordinate": "Doc.closed", "arguments": {}}],
		}
			with data.schema as open
			with data.roles as roles
			with data.conditions as conditions
		decision.effect == "deny"
	}
}

asked_for(permission) := decision if {
	[decision] := authz.conditional with input as {
		"subject": {"role": "WRITER"},
		"now": noon,
		"grants": [],
		"uses": [{
			"coordinate": "Mutation.write",
			"arguments": {"input": {"permission": permission}},
		}],
	}
		with data.schema as schema
		with data.roles as roles
		with data.conditions as {
			"elevation": ["secret:read"],
			"rules": {"Mutation.write": [{
				"kind": "elevatable",
				"argument": "input.permission",
			}]},
		}
}

test_allow_writer_a_permission_that_can_be_given if {
	asked_for("secret:read").effect == "allow"
}

test_deny_writer_any_other_permission if {
	every permission in ["doc:write", "no:such", "", null, ["secret:read"]] {
		asked_for(permission).reason == "CONDITION_NOT_MET"
	}
}

test_deny_owner_by_a_condition_of_no_known_kind if {
	used("OWNER", "Doc.both", {}).reason == "CONDITION_NOT_MET"
}

test_deny_keeper_where_the_conditions_are_no_list if {
	[decision] := authz.conditional with input as {
		"subject": {"role": "KEEPER"},
		"now": noon,
		"uses": [{"coordinate": "Doc.text", "arguments": {"first": 1}}],
	}
		with data.schema as schema
		with data.roles as roles
		with data.conditions as {"rules": {"Doc.text": true}}
	decision.reason == "CONDITION_NOT_MET"
}

test_shape_one_decision_per_use_in_their_order if {
	decisions := authz.conditional with input as {
		"subject": {"role": "READER"},
		"now": noon,
		"grants": [],
		"uses": [
			{"coordinate": "Doc.text", "arguments": {"first": 11}},
			{"coordinate": "Open", "arguments": {}},
			{"coordinate": "Doc.text", "arguments": {"first": 1}},
		],
	}
		with data.schema as schema
		with data.roles as roles
		with data.permissions as permissions
		with data.conditions as conditions
	[decision.effect | some decision in decisions] == ["deny", "allow", "allow"]
}

test_shape_no_decision_without_uses if {
	authz.conditional == [] with input as {"subject": {"role": "READER"}}
}
