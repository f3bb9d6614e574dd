# METADATA
# title: Limits of an operation
# description: |
#   How large and how costly an operation of a subject may be. The numbers are
#   data (limits/): a default, and what a role has instead. A role the policy
#   does not know may ask nothing.
# schemas:
#   - input: schema.limits
# custom:
#   input:
#     subject.role: the subject's role, the only attribute the policy sees
package payscope.limits

# METADATA
# title: Limits by name
# description: Every limit of data.limits.default, always the same keys.
# entrypoint: true
# scope: document
limits := {name: limit(name) | some name, _ in data.limits["default"]}

# METADATA
# title: One limit
# description: The role's own, or else the default; zero for an unknown role.
limit(name) := 0 if {
	not role_known
} else := data.limits.roles[input.subject.role][name] if {
	data.limits.roles[input.subject.role][name]
} else := data.limits["default"][name]

# METADATA
# title: The subject's role is one of roles/data.json
role_known if data.roles[input.subject.role]
