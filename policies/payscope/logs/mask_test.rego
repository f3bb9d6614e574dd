package payscope.logs_test

import data.payscope.authz
import data.payscope.logs

# Conditions of their own: these tests are about the rules, not today's data.
conditions := {"rules": {
	"Query.page": [{"kind": "at_most", "argument": "first", "limit": 10}],
	"Query.search": [
		{"kind": "one_of", "argument": "filter.size", "values": ["SMALL"]},
		{"kind": "at_most", "argument": "filter.age.max", "limit": 9},
	],
	"Query.open": [{"kind": "hours", "from": "06:00", "to": "20:00"}],
}}

event(uses) := {
	"decision_id": "d1",
	"path": "payscope/authz/conditional",
	"labels": {"client": "dashboard"},
	"input": {
		"subject": {"role": "READER"},
		"now": "2026-06-01T12:00:00.000Z",
		"grants": [],
		"uses": uses,
	},
	"result": [],
}

masked(uses) := pointers if {
	pointers := logs.mask with input as event(uses)
		with data.conditions as conditions
}

use(coordinate, arguments) := {"coordinate": coordinate, "arguments": arguments}

test_allow_log_the_argument_a_condition_reads if {
	masked([use("Query.page", {"first": 10})]) == set()
}

test_deny_log_every_other_argument if {
	arguments := {"first": 10, "after": "c1", "name": "A. Novak"}
	masked([use("Query.page", arguments)]) == {
		"/input/uses/0/arguments/after",
		"/input/uses/0/arguments/name",
	}
}

test_deny_log_arguments_where_no_condition_reads_any if {
	every coordinate in ["Query.open", "Query.other"] {
		pointers := masked([use(coordinate, {"account": "1"})])
		pointers == {"/input/uses/0/arguments/account"}
	}
}

test_deny_log_members_beside_the_one_that_is_read if {
	filter := {"size": "SMALL", "name": "A. Novak", "age": {"max": 3, "min": 1}}
	masked([use("Query.search", {"filter": filter})]) == {
		"/input/uses/0/arguments/filter/name",
		"/input/uses/0/arguments/filter/age/min",
	}
}

test_allow_log_all_that_is_in_a_value_that_is_read if {
	filter := {"size": ["SMALL", {"a": 1}]}
	masked([use("Query.search", {"filter": filter})]) == set()
}

test_deny_log_what_stands_in_place_of_an_object_that_would_be_read_into if {
	every filter in ["A. Novak", ["A. Novak"], [{"size": "SMALL"}], 7, null] {
		pointers := masked([use("Query.search", {"filter": filter})])
		pointers == {"/input/uses/0/arguments/filter"}
	}
}

test_deny_log_by_use_where_it_stands if {
	masked([
		use("Query.page", {"first": 1}),
		use("Query.page", {"after": "c1"}),
	]) == {"/input/uses/1/arguments/after"}
}

test_deny_log_names_that_a_pointer_must_escape if {
	pointers := masked([use("Query.page", {"a/b~c": 1})])
	pointers == {"/input/uses/0/arguments/a~1b~0c"}
}

test_allow_log_decisions_of_coordinates_whole if {
	decisions := {
		"path": "payscope/authz/decisions",
		"input": {"subject": {"role": "READER"}, "coordinates": ["Query.page"]},
		"result": {"Query.page": {"effect": "allow"}},
	}
	logs.mask == set() with input as decisions with data.conditions as conditions
}

# What is erased was not read: the decision is the same with and without it.
decided(uses) := decisions if {
	decisions := authz.conditional with input as event(uses).input
		with data.conditions as conditions
		with data.roles as {"READER": {"permissions": []}}
		with data.schema as {"Query.search": {"policies": [[]]}}
}

test_allow_replay_of_what_is_left if {
	cases := {
		{"filter": {"size": "SMALL", "name": "x", "age": {"max": 3, "min": 1}}},
		{"filter": {"size": "LARGE", "name": "x", "age": {"max": 3}}},
		{"filter": ["SMALL"]},
		{"filter": "SMALL", "other": 1},
		{},
	}
	every arguments in cases {
		uses := [use("Query.search", arguments)]
		left := json.remove({"input": {"uses": uses}}, masked(uses))
		decided(uses) == decided(left.input.uses)
		count(decided(uses)) == 1
	}
}
