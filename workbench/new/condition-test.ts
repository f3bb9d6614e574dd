/** The Rego test of a new condition: met, not met, and lifted. */
import type { NewCondition } from './new-rule.ts';
import { wordOf } from './plan.ts';

/** An input the condition is met by, and one it is not. */
interface Sample {
  readonly met: Question;
  readonly unmet: Question;
}

interface Question {
  readonly now: string;
  readonly value: unknown;
}

const NOON = '2026-06-01T12:00:00.000Z';

/** @param asks what the coordinate asks for; whoever holds it is bound by the condition. */
export function conditionTest(
  coordinate: string,
  condition: NewCondition,
  asks: readonly string[],
): string {
  const { met, unmet } = sampleOf(condition);
  const word = wordOf(`${coordinate}_${condition.kind}`);
  const held = asks.filter((each) => each !== condition.unless);
  const expects = (who: string, sample: string, effect: string) =>
    `{\n\tused_${word}("${who}", "${sample}") == "${effect}"\n}\n`;
  const canLift = condition.unless !== undefined && !asks.includes(condition.unless);
  const exempt = canLift ? `\t"exempt": ${list([...held, condition.unless ?? ''])},\n` : '';
  const lifted = canLift
    ? `\ntest_allow_${word}_lifted if ${expects('exempt', 'unmet', 'allow')}`
    : '';
  const onArgument =
    typeof condition.argument === 'string'
      ? `\trule.argument == ${text(condition.argument)}\n`
      : '';
  return `package payscope.authz_test

import data.payscope.authz

roles_${word} := {
	"bound": ${list(held)},
${exempt}}

samples_${word} := {
	"met": {"now": ${text(met.now)}, "value": ${text(met.value)}},
	"unmet": {"now": ${text(unmet.now)}, "value": ${text(unmet.value)}},
}

rule_${word} := rule if {
	some rule in data.conditions.rules[${text(coordinate)}]
	rule.kind == ${text(condition.kind)}
${onArgument}}

used_${word}(who, when) := decision.effect if {
	sample := samples_${word}[when]
	permissions := roles_${word}[who]
	[decision] := authz.conditional with input as {
		"subject": {"role": "SOMEONE"},
		"now": sample.now,
		"grants": [],
		"uses": [{
			"coordinate": ${text(coordinate)},
			"arguments": ${argumentsOf(condition, 'sample.value')},
		}],
	}
		with data.roles as {"SOMEONE": {"permissions": permissions}}
		with data.conditions.rules as {
			${text(coordinate)}: [rule_${word}],
		}
}

test_allow_${word}_met if ${expects('bound', 'met', 'allow')}
test_deny_${word}_unmet if ${expects('bound', 'unmet', 'deny')}${lifted}`;
}

/** The value where the condition's argument is, inside input objects or not. */
function argumentsOf({ argument }: NewCondition, value: string): string {
  if (typeof argument !== 'string') return '{}';
  return argument
    .split('.')
    .reduceRight((inner, name) => `{${JSON.stringify(name)}: ${inner}}`, value);
}

function sampleOf(condition: NewCondition): Sample {
  const at = (value: unknown): Question => ({ now: NOON, value });
  const when = (now: string): Question => ({ now, value: null });
  switch (condition.kind) {
    case 'at_most':
      return { met: at(condition.limit), unmet: at(Number(condition.limit) + 1) };
    case 'one_of': {
      const [first]: readonly unknown[] = Array.isArray(condition.values) ? condition.values : [];
      return { met: at(first), unmet: at(null) };
    }
    case 'within':
      return { met: at(condition.from), unmet: at(null) };
    case 'hours':
      return {
        met: when(`2026-06-01T${String(condition.from)}:00.000Z`),
        unmet: when(`2026-06-01T${String(condition.to)}:00.000Z`),
      };
    default:
      return { met: when(String(condition.from)), unmet: when(String(condition.to)) };
  }
}

function list(permissions: readonly string[]): string {
  return `[${permissions.map(text).join(', ')}]`;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
