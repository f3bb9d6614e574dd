package payscope.authz_test

import data.payscope.authz

# A schema, roles and masks of their own: these tests are about the rules, not
# about today's data.
schema := {
	"Open": {"authenticated": true, "policies": [[]]},
	"Doc.text": {"authenticated": true, "policies": [["doc:read"]]},
	"Doc.page": {"authenticated": true, "policies": [["doc:read"]]},
	"Doc.size": {"authenticated": true, "policies": [["doc:read"]]},
	"Doc.secret": {
		"authenticated": true,
		"policies": [["doc:read", "secret:read"]],
	},
	"Doc.either": {
		"authenticated": true,
		"policies": [["secret:read"], ["doc:write"]],
	},
	"Doc.both": {
		"authenticated": true,
		"policies": [["doc:write", "secret:read"]],
	},
	"Doc.born": {
		"authenticated": true,
		"policies": [["doc:read", "secret:read"]],
	},
	"Doc.closed": {"authenticated": true, "policies": []},
	"Mutation.write": {"authenticated": true, "policies": [["doc:write"]]},
	"Doc.unknown": {"authenticated": true, "policies": [["no:such"]]},
	"DocFilter.born": {
		"authenticated": true,
		"policies": [["doc:read", "secret:read"]],
		"input": true,
	},
}

roles := {
	"READER": {"permissions": ["doc:read"]},
	"KEEPER": {"permissions": ["doc:read", "secret:read"]},
	"WRITER": {"permissions": ["doc:write"]},
	"NOBODY": {"permissions": []},
	"OWNER": {"permissions": ["doc:read", "doc:write", "secret:read"]},
}

permissions := {
	"doc:read": {"without": "deny"},
	"secret:read": {"without": "deny"},
	"doc:write": {"without": "hide"},
}

year_for_secret := {
	"permission": "secret:read",
	"obligation": {"kind": "year"},
}

masks := {
	"Doc.born": year_for_secret,
	"DocFilter.born": year_for_secret,
}

decided(role, coordinate) := decision if {
	decision := authz.decisions[coordinate] with input as {
		"subject": {"role": role},
		"coordinates": [coordinate],
	}
		with data.schema as schema
		with data.roles as roles
		with data.permissions as permissions
		with data.masks as masks
}

effect(role, coordinate) := decided(role, coordinate).effect

reason(role, coordinate) := decided(role, coordinate).reason

test_allow_reader_what_its_permission_opens if {
	effect("READER", "Doc.text") == "allow"
}

test_deny_nobody_what_its_permissions_do_not_open if {
	effect("NOBODY", "Doc.text") == "deny"
	reason("NOBODY", "Doc.text") == "MISSING_PERMISSION"
}

test_allow_nobody_what_asks_for_a_known_role_only if {
	effect("NOBODY", "Open") == "allow"
}

test_hide_unknown_role_everything if {
	every coordinate, _ in schema {
		effect("STRANGER", coordinate) == "hide"
		reason("STRANGER", coordinate) == "UNKNOWN_ROLE"
	}
}

test_hide_missing_role_everything if {
	decisions := authz.decisions with input as {
		"subject": {},
		"coordinates": ["Open", "Doc.text"],
	}
		with data.schema as schema
		with data.roles as roles
	{decision.effect | some decision in decisions} == {"hide"}
}

test_allow_keeper_what_needs_all_of_an_alternative if {
	effect("KEEPER", "Doc.secret") == "allow"
}

test_deny_reader_what_needs_all_of_an_alternative if {
	effect("READER", "Doc.secret") == "deny"
}

test_allow_writer_by_the_second_alternative if {
	effect("WRITER", "Doc.either") == "allow"
}

test_deny_reader_when_one_alternative_may_be_known_of if {
	effect("READER", "Doc.either") == "deny"
}

test_hide_reader_when_one_missing_permission_hides if {
	effect("READER", "Doc.both") == "hide"
}

test_mask_reader_when_the_masks_permission_is_all_it_lacks if {
	effect("READER", "Doc.born") == "mask"
	reason("READER", "Doc.born") == "MASKED"
	decided("READER", "Doc.born").obligation == {"kind": "year"}
}

test_deny_nobody_who_lacks_more_than_the_masks_permission if {
	effect("NOBODY", "Doc.born") == "deny"
}

test_allow_keeper_without_the_mask if {
	effect("KEEPER", "Doc.born") == "allow"
	decided("KEEPER", "Doc.born").obligation == null
}

test_deny_reader_an_input_even_where_a_mask_names_it if {
	effect("READER", "DocFilter.born") == "deny"
	reason("READER", "DocFilter.born") == "MISSING_PERMISSION"
}

test_allow_keeper_an_input_whose_fields_it_may_read if {
	effect("KEEPER", "DocFilter.born") == "allow"
}

test_allow_writer_what_hides_without_its_permission if {
	effect("WRITER", "Mutation.write") == "allow"
}

test_hide_keeper_what_hides_without_its_permission if {
	effect("KEEPER", "Mutation.write") == "hide"
	reason("KEEPER", "Mutation.write") == "MISSING_PERMISSION"
}

test_hide_keeper_what_no_one_can_meet if {
	effect("KEEPER", "Doc.closed") == "hide"
}

test_hide_keeper_what_asks_for_an_unknown_permission if {
	effect("KEEPER", "Doc.unknown") == "hide"
}

test_hide_keeper_what_the_schema_does_not_mention if {
	effect("KEEPER", "Doc.new") == "hide"
	reason("KEEPER", "Doc.new") == "NOT_MENTIONED"
}

test_shape_every_decision_has_the_same_keys if {
	every coordinate, _ in schema {
		every role, _ in roles {
			keys := {key | some key, _ in decided(role, coordinate)}
			keys == {"effect", "reason", "rule", "obligation", "depends_on"}
		}
	}
}

test_shape_no_decision_without_coordinates if {
	authz.decisions == {} with input as {"subject": {"role": "READER"}}
}
