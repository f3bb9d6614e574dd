# METADATA
# title: What the decision log may not keep
# description: |
#   A decision is logged with what it was made from, so that it can be made
#   again from the log. Of an operation's arguments that is only what a
#   condition reads; any other value (a name, an account number) is erased.
# schemas:
#   - input: schema.mask
# custom:
#   input: an event of the decision log in OPA's shape, nothing taken out yet
package payscope.logs

default mask := set()

# METADATA
# title: What to take out of an event
# description: |
#   JSON pointers (RFC 6901) of what to erase, or objects with op "upsert", a
#   path and the value to put there; within input, result and labels only.
# entrypoint: true
# scope: document
mask := {pointer(["input", "uses", index, "arguments"], path) |
	some index, use in input.input.uses
	some path in erasable(use)
}

# METADATA
# title: Values of a use's arguments that no condition reads
# description: |
#   A whole argument where no condition reads into it, else the members beside
#   what is read.
erasable(use) := {path |
	walk(use.arguments, [path, value])
	count(path) > 0
	not is_read(use, path)
	not leads_to_read(use, path, value)
	every length, _ in path {
		is_on_the_way(use, path, length)
	}
}

# METADATA
# title: A condition reads the value at the path, or what it is in
is_read(use, path) if {
	some read in reads(use.coordinate)
	array.slice(path, 0, count(read)) == read
}

# METADATA
# title: A condition may read something in the value at the path
# description: Only in an object; reading in anything else gives null anyway.
leads_to_read(use, path, value) if {
	is_object(value)
	some read in reads(use.coordinate)
	array.slice(read, 0, count(path)) == path
}

# METADATA
# title: The beginning of a path leads to something that is read
is_on_the_way(_, _, 0)

is_on_the_way(use, path, length) if {
	above := array.slice(path, 0, length)
	leads_to_read(use, above, object.get(use.arguments, above, null))
}

# METADATA
# title: Paths of arguments that the conditions of the coordinate read
reads(coordinate) := {split(condition.argument, ".") |
	some condition in data.conditions.rules[coordinate]
}

# METADATA
# title: JSON pointer of a path within another
pointer(above, path) := concat("", parts) if {
	parts := [part |
		some each in array.concat(above, path)
		part := sprintf("/%s", [escaped(sprintf("%v", [each]))])
	]
}

# METADATA
# title: A name as a pointer has it (RFC 6901 §3)
escaped(name) := replace(replace(name, "~", "~0"), "/", "~1")
