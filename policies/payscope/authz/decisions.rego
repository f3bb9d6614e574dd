# METADATA
# title: Decisions of schema coordinates
# description: |
#   One decision per schema coordinate for one class of subject. Rules hold the
#   reasoning; who holds which permission is data (roles/, permissions/,
#   masks/), what a coordinate asks for comes from the schema's @policy
#   directives (schema/, generated).
# schemas:
#   - input: schema.authz
# custom:
#   input:
#     subject.role: the subject's role, the only attribute the policy sees
#     coordinates: the schema coordinates to decide
package payscope.authz

default decisions := {}

# METADATA
# title: Decision by coordinate
# description: |
#   Every coordinate of the input, each with effect, reason, rule and
#   obligation, and what else than the role it depends on.
# entrypoint: true
# scope: document
# schemas:
#   - input: schema.decisions
decisions := {coordinate: tabled |
	some coordinate in input.coordinates
	is_string(coordinate)
	dependence := {"depends_on": depends_on(coordinate)}
	tabled := object.union(decision(coordinate), dependence)
}

# METADATA
# title: Decision of one coordinate
# description: |
#   The first that applies, from the most closed to the most open question.
decision(coordinate) := {
	"effect": "hide",
	"reason": "UNKNOWN_ROLE",
	"rule": "payscope.authz.unknown_role",
	"obligation": null,
} if {
	not role_known
} else := {
	"effect": "hide",
	"reason": "NOT_MENTIONED",
	"rule": "payscope.authz.not_mentioned",
	"obligation": null,
} if {
	not mentioned(coordinate)
} else := {
	"effect": "allow",
	"reason": "ALLOWED",
	"rule": "payscope.authz.requirement_met",
	"obligation": null,
} if {
	requirement_met(coordinate)
} else := {
	"effect": "mask",
	"reason": "MASKED",
	"rule": "payscope.authz.maskable",
	"obligation": data.masks[coordinate].obligation,
} if {
	maskable(coordinate)
} else := {
	"effect": "deny",
	"reason": "MISSING_PERMISSION",
	"rule": "payscope.authz.denial_shown",
	"obligation": null,
} if {
	denial_shown(coordinate)
} else := {
	"effect": "hide",
	"reason": "MISSING_PERMISSION",
	"rule": "payscope.authz.denial_hidden",
	"obligation": null,
}
