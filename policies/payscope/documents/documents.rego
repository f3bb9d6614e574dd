# METADATA
# title: Documents of a client
# description: |
#   Whether a client may ask any document or registered ones only. It is data
#   (clients/): the first rule that fits the subject's client, role and bank,
#   else the default. A role the policy does not know may ask registered ones
#   only, and so may whoever a rule without a mode fits.
# schemas:
#   - input: schema.documents
# custom:
#   input:
#     subject.role: the subject's role
#     subject.client: the program it asks by, as its token names it
#     subject.bank_id: its bank
package payscope.documents

default documents := {"mode": "registered", "rule": "none"}

# METADATA
# title: Mode and the rule that gave it
# description: Always both; the mode is "any" or "registered".
# entrypoint: true
# scope: document
documents := {"mode": mode, "rule": name} if {
	role_known
	rule := fitting[0]
	mode := object.get(rule, "mode", "registered")
	name := object.get(rule, "name", "unnamed")
} else := {"mode": data.clients.documents["default"], "rule": "default"} if {
	role_known
}

# METADATA
# title: Rules that fit, in their order
fitting := [rule | some rule in data.clients.documents.rules; fits(rule)]

# METADATA
# title: A rule fits when all that it names does
fits(rule) if {
	every list, attribute in attributes {
		holds(rule, list, attribute)
	}
}

# METADATA
# title: A rule's list of names, by the attribute that must be in it
attributes := {"clients": "client", "roles": "role", "banks": "bank_id"}

# METADATA
# title: A rule names the attribute's value, or none
holds(rule, list, _) if not rule[list]

holds(rule, list, attribute) if input.subject[attribute] in rule[list]

# METADATA
# title: The subject's role is one of roles/data.json
role_known if data.roles[input.subject.role]
