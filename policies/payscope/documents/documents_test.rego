package payscope.documents_test

import data.payscope.documents

# Of their own: these tests are about the rules, not about today's data.
clients := {"documents": {
	"default": "any",
	"rules": [
		{
			"name": "desk",
			"clients": ["feed"],
			"roles": ["STAFF"],
			"mode": "any",
		},
		{"name": "feeds", "clients": ["feed"], "mode": "registered"},
		{
			"name": "guests",
			"roles": ["GUEST"],
			"banks": ["b1"],
			"mode": "registered",
		},
		{"clients": ["forgotten"]},
	],
}}

roles := {"STAFF": {}, "GUEST": {}}

asked(subject) := found if {
	found := documents.documents with input as {"subject": subject}
		with data.clients as clients
		with data.roles as roles
}

by(client, role, bank) := asked({
	"client": client,
	"role": role,
	"bank_id": bank,
})

registered(rule) := {"mode": "registered", "rule": rule}

any_by(rule) := {"mode": "any", "rule": rule}

test_allow_any_by_default if by("web", "STAFF", "b1") == any_by("default")

test_deny_free_documents_to_a_named_client if {
	by("feed", "GUEST", "b2") == registered("feeds")
}

test_allow_what_an_earlier_rule_allows if {
	by("feed", "STAFF", "b1") == any_by("desk")
}

test_deny_by_role_and_bank_together if {
	by("web", "GUEST", "b1") == registered("guests")
}

test_allow_where_one_of_them_does_not_fit if {
	by("web", "GUEST", "b2") == any_by("default")
}

test_deny_unknown_role if by("web", "STRANGER", "b1") == registered("none")

test_deny_missing_subject if asked({}) == registered("none")

test_allow_a_missing_client_what_no_rule_takes if {
	asked({"role": "GUEST"}) == any_by("default")
}

test_deny_where_a_rule_has_no_mode if {
	by("forgotten", "STAFF", "b1") == registered("unnamed")
}

test_deny_where_there_is_no_data if {
	found := documents.documents with input as {"subject": {"role": "STAFF"}}
		with data.clients as {}
		with data.roles as roles
	found == registered("none")
}
