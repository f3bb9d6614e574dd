package payscope.limits_test

import data.payscope.limits

# Numbers and roles of their own: these tests are about the rules, not about
# today's data.
numbers := {
	"default": {"depth": 15, "cost": 1000},
	"roles": {"SMALL": {"depth": 5}, "STRANGER": {"depth": 99}},
}

roles := {"SMALL": {}, "PLAIN": {}}

limits_of(role) := found if {
	found := limits.limits with input as {"subject": {"role": role}}
		with data.limits as numbers
		with data.roles as roles
}

test_allow_plain_the_default if {
	limits_of("PLAIN") == {"depth": 15, "cost": 1000}
}

test_allow_small_its_own_and_the_default_for_the_rest if {
	limits_of("SMALL") == {"depth": 5, "cost": 1000}
}

test_deny_unknown_role_everything if {
	limits_of("STRANGER") == {"depth": 0, "cost": 0}
}

test_deny_missing_role_everything if {
	found := limits.limits with input as {"subject": {}}
		with data.limits as numbers
		with data.roles as roles
	found == {"depth": 0, "cost": 0}
}
