package payscope.authz_test

import data.payscope.authz

# Today's data: who may do what in the graph as it is. The whole matrix is in docs/access-matrix.md.
today(role, coordinate) := decision.effect if {
	decision := authz.decisions[coordinate] with input as {
		"subject": {"role": role},
		"coordinates": [coordinate],
	}
}

test_allow_bank_admin_birth_dates if today("BANK_ADMIN", "AccountHolder.birthDate") == "allow"

test_mask_others_birth_dates if {
	every role in {"ADMIN", "ANALYST", "AUDITOR"} {
		today(role, "AccountHolder.birthDate") == "mask"
	}
}

test_deny_analyst_the_audit_trail if today("ANALYST", "Query.auditTrail") == "deny"

test_allow_auditor_the_audit_trail if today("AUDITOR", "Query.auditTrail") == "allow"

test_deny_admin_genders_and_districts if {
	today("ADMIN", "AccountHolder.gender") == "deny"
	today("ADMIN", "AccountHolder.district") == "deny"
}

test_allow_system_recording_payments if today("SYSTEM", "Mutation.recordPayments") == "allow"

test_deny_system_reading_payments if today("SYSTEM", "Query.payments") == "deny"

test_hide_everyone_else_recording_payments if {
	hidden_from := {role | some role, _ in data.roles; today(role, "Mutation.recordPayments") == "hide"}
	hidden_from == object.keys(data.roles) - {"SYSTEM"}
}

test_deny_admin_the_graph if today("ADMIN", "Query.paths") == "deny"

test_allow_analyst_the_graph if today("ANALYST", "Query.paths") == "allow"
