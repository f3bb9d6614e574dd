package payscope.authz_test

import data.payscope.authz

# Today's data: who may do what in the graph as it is. The whole matrix is in
# docs/access-matrix.md.
today(role, coordinate) := decision.effect if {
	decision := authz.decisions[coordinate] with input as {
		"subject": {"role": role},
		"coordinates": [coordinate],
	}
}

test_allow_bank_admin_birth_dates if {
	today("BANK_ADMIN", "AccountHolder.birthDate") == "allow"
}

test_mask_others_birth_dates if {
	every role in {"ADMIN", "ANALYST", "AUDITOR"} {
		today(role, "AccountHolder.birthDate") == "mask"
	}
}

test_deny_analyst_the_audit_trail if {
	today("ANALYST", "Query.auditTrail") == "deny"
}

test_allow_auditor_the_audit_trail if {
	today("AUDITOR", "Query.auditTrail") == "allow"
}

test_deny_admin_genders_and_districts if {
	today("ADMIN", "AccountHolder.gender") == "deny"
	today("ADMIN", "AccountHolder.district") == "deny"
}

test_allow_system_recording_payments if {
	today("SYSTEM", "Mutation.recordPayments") == "allow"
}

test_deny_system_reading_payments if today("SYSTEM", "Query.payments") == "deny"

test_hide_everyone_else_recording_payments if {
	every role, _ in object.remove(data.roles, ["SYSTEM"]) {
		today(role, "Mutation.recordPayments") == "hide"
	}
}

elevation(role, input_object) := decision.reason if {
	[decision] := authz.conditional with input as {
		"subject": {"role": role},
		"now": "2026-06-01T12:00:00.000Z",
		"grants": [],
		"uses": [{
			"coordinate": "Mutation.requestElevation",
			"arguments": {"input": input_object},
		}],
	}
}

test_allow_analyst_to_ask_for_personal_data_for_an_hour if {
	asked := {"permission": "pii:read", "minutes": 60}
	elevation("ANALYST", asked) == "ALLOWED"
}

test_deny_analyst_to_ask_for_more if {
	long := {"permission": "pii:read", "minutes": 61}
	other := {"permission": "facts:write", "minutes": 5}
	every asked in [long, other, {}] {
		elevation("ANALYST", asked) == "CONDITION_NOT_MET"
	}
}

test_deny_bank_admin_to_ask_for_what_it_approves if {
	asked := {"permission": "pii:read", "minutes": 5}
	elevation("BANK_ADMIN", asked) == "MISSING_PERMISSION"
}

test_deny_admin_the_graph if today("ADMIN", "Query.paths") == "deny"

test_allow_analyst_the_graph if today("ANALYST", "Query.paths") == "allow"

paths(permissions, hops) := decision.effect if {
	[decision] := authz.conditional with input as {
		"subject": {"role": "SOMEONE"},
		"now": "2026-06-01T12:00:00.000Z",
		"grants": [],
		"uses": [{"coordinate": "Query.paths", "arguments": {"maxHops": hops}}],
	}
		with data.roles as {"SOMEONE": {"permissions": permissions}}
}

test_allow_paths_of_three_steps_to_read if paths(["graph:read"], 3) == "allow"

test_deny_paths_of_four_steps_to_read if paths(["graph:read"], 4) == "deny"

test_allow_paths_of_four_steps_to_simulate if {
	paths(["graph:read", "graph:simulate"], 4) == "allow"
}

page(role, first) := decision.effect if {
	[decision] := authz.conditional with input as {
		"subject": {"role": role},
		"now": "2026-06-01T12:00:00.000Z",
		"grants": [],
		"uses": [{"coordinate": "Query.payments", "arguments": {"first": first}}],
	}
}

test_allow_auditor_a_page_of_payments if page("AUDITOR", 100) == "allow"

test_deny_auditor_a_large_page_of_payments if page("AUDITOR", 101) == "deny"

test_allow_analyst_a_large_page_of_payments if page("ANALYST", 200) == "allow"

test_deny_everyone_an_input_of_a_field_that_is_denied if {
	today("AUDITOR", "PathNode.bank") == "deny"
	today("AUDITOR", "AccountRefInput.bank") == "deny"
	today("ANALYST", "AuditFilter.subject") == "deny"
}

test_allow_analyst_the_inputs_of_fields_it_may_read if {
	today("ANALYST", "PaymentFilter.minAmount") == "allow"
	today("ANALYST", "PaymentOrder.AMOUNT_DESC") == "allow"
	today("ANALYST", "Query.payments(filter:)") == "allow"
}
