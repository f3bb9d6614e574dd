/** What to use instead of OPA's builtins that the gateway's WebAssembly runtime does not have. */
import { nearest } from '../nearest.ts';

const NOW = 'read `input.now`, the instant of the operation';
const NOW_IS_TEXT =
  'read `input.now`: RFC 3339 in UTC, so it compares as text, and `substring(input.now, 11, 5)` is HH:MM';
const OUTSIDE =
  'work it out before the policy is asked, and pass the outcome in the input or as data';
const NO_NETWORK =
  'a policy asks nobody; put what it needs into a data.json of policies/, or into the input';
const NO_TRACE =
  'WASM prints nothing; return it with the decision, as `rule` does, or look with `opa eval`';
const SUBJECT = 'the gateway has verified the token; read `input.subject`';
const OPERATION = 'the gateway has parsed the operation; read `input.coordinates` or `input.uses`';

const UNKNOWN_FUNCTION =
  'define it, import its package, or see https://www.openpolicyagent.org/docs/policy-reference';

/** By builtin, or by the beginning of its name when that ends in a dot or an underscore. */
const ADVICE: Readonly<Record<string, string>> = {
  'time.now_ns': NOW,
  'time.': NOW_IS_TEXT,
  'http.send': NO_NETWORK,
  'net.lookup_ip_addr': NO_NETWORK,
  'net.': 'use `net.cidr_contains(cidr, address)` or `net.cidr_intersects`, one by one with `some`',
  'io.jwt.': SUBJECT,
  'crypto.': `${OUTSIDE}; a field is hashed by the mask \`{"kind": "hash"}\``,
  'providers.': OUTSIDE,
  'graphql.': OPERATION,
  'uuid.': 'a decision must come out the same when it is made again; pass an id in the input',
  'rand.':
    'a decision must come out the same when it is made again; pass what it needs in the input',
  'opa.runtime': 'there is no environment; put what it needs into a data.json of policies/',
  'rego.metadata.': 'WASM has no annotations; return the value from the rule itself',
  'rego.': OUTSIDE,
  print: NO_TRACE,
  trace: NO_TRACE,
  'internal.print': NO_TRACE,
  'internal.template_string': 'write it with `sprintf("… %v", [value])`',
  'internal.test_case': 'write the cases as a list, and `every case in cases { … }`',
  'object.keys': 'write `{key | some key, _ in object}`',
  'object.subset': 'write `every key, value in part { whole[key] == value }`',
  'object.union_n': 'use `object.union`, once for each',
  'array.flatten': 'write `[item | some list in lists; some item in list]`',
  'array.reverse': 'write `[list[(count(list) - 1) - i] | some i, _ in list]`',
  'strings.any_prefix_match': 'write `some prefix in prefixes; startswith(text, prefix)`',
  'strings.any_suffix_match': 'write `some suffix in suffixes; endswith(text, suffix)`',
  'strings.count': 'write `count(split(text, part)) - 1`',
  'strings.render_template': 'write it with `sprintf("… %v", [value])`',
  'strings.reverse': 'keep the text reversed as data, or compare with `endswith`',
  'strings.split_n': 'use `split`, and take what you need of the list',
  indexof_n: 'use `indexof` for the first, or `regex.find_all_string_submatch_n`',
  'numbers.range_step': 'write `[n | some n in numbers.range(a, b); (n - a) % step == 0]`',
  'regex.find_n': 'use `regex.find_all_string_submatch_n`',
  'regex.globs_match': 'use `glob.match`',
  'regex.replace': 'use `replace` or `strings.replace_n`',
  'regex.split': 'use `split`',
  'regex.template_match': 'use `regex.match`',
  'glob.quote_meta': 'compare with `==`, `startswith` or `endswith`',
  'graph.reachable_paths': 'use `graph.reachable`, which gives the nodes',
  'json.patch': 'use `object.union`, `json.remove` or `json.filter`',
  'json.match_schema': 'give the rule a `schemas` annotation: `policy check` checks by it',
  'json.verify_schema': 'give the rule a `schemas` annotation: `policy check` checks by it',
  'json.marshal_with_options': 'use `json.marshal`',
  'base64url.encode_no_pad': 'write `trim_right(base64url.encode(text), "=")`',
  'hex.': 'compare the text as it is',
  'semver.': 'compare `[to_number(part) | some part in split(version, ".")]`',
  'units.': 'write the number itself into the data',
  'uri.': 'use `split`, `startswith` or `regex.match`',
  'urlquery.': 'use `split` or `replace`; the gateway passes values decoded',
  cast_: 'test with `is_string`, `is_array` and the like; what is no such thing is undefined',
};

/** Nearest thing that is there for a builtin that is not; always one. */
export function insteadOf(builtin: string): string {
  const exact = Object.hasOwn(ADVICE, builtin) ? ADVICE[builtin] : undefined;
  if (exact !== undefined) return exact;
  const family = Object.keys(ADVICE).find((name) => /[._]$/.test(name) && builtin.startsWith(name));
  return (family === undefined ? undefined : ADVICE[family]) ?? OUTSIDE;
}

/** Whether the advice is of that builtin or its family, and not the one for any. */
export function hasAdvice(builtin: string): boolean {
  return insteadOf(builtin) !== OUTSIDE || /^(providers|rego)\./.test(builtin);
}

/** Says what to do about a function that is not there, be it a builtin of OPA or a typo. */
export function adviceFor(
  name: string,
  known: { readonly ofOpa: ReadonlySet<string>; readonly available: ReadonlySet<string> },
): { readonly message: string; readonly fix: string } {
  if (known.ofOpa.has(name)) {
    return { message: `\`${name}\` isn't available in WASM`, fix: insteadOf(name) };
  }
  const message = `there is no function \`${name}\``;
  const [meant] = nearest(name, [...known.available, ...known.ofOpa]);
  if (meant !== undefined && !known.available.has(meant)) {
    const fix = `\`${meant}\` isn't available in WASM either: ${insteadOf(meant)}`;
    return { message, fix };
  }
  return { message, fix: meant === undefined ? UNKNOWN_FUNCTION : `did you mean \`${meant}\`?` };
}
