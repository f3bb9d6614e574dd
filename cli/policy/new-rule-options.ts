/** The options of `policy new rule` as one rule. */
import type { NewRule } from '../../workbench/new/new-rule.ts';
import { UsageError } from '../exits.ts';

export interface RuleOptions {
  readonly asks?: readonly string[];
  readonly mask?: string;
  readonly permission?: string;
  readonly step?: string;
  readonly atMost?: string;
  readonly oneOf?: string;
  readonly hours?: string;
  readonly unless?: string;
  readonly description?: string;
}

const KINDS = ['asks', 'mask', 'atMost', 'oneOf', 'hours'] as const;
const TAKES = '--asks, --mask, --at-most, --one-of or --hours, and one of them only';

/** @throws {UsageError} unless it is one rule. */
export function parseRule(coordinate: string, options: RuleOptions): NewRule {
  const given = KINDS.filter((kind) => options[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) throw new UsageError(`a rule takes ${TAKES}`);
  if (kind === 'asks') return { kind, coordinate, permissions: options.asks ?? [] };
  if (kind === 'mask') {
    const { permission } = options;
    if (permission === undefined) throw new UsageError('--mask takes --permission too');
    return { kind, coordinate, permission, obligation: obligationOf(options) };
  }
  const description = options.description ?? 'Why there is this condition.';
  const unless = options.unless === undefined ? {} : { unless: options.unless };
  const condition = { description, ...conditionOf(options), ...unless };
  return { kind: 'condition', coordinate, condition };
}

function obligationOf({ mask = '', step }: RuleOptions): { readonly kind: string } {
  if (mask !== 'round' && mask !== 'bucket') return { kind: mask };
  const size = Number(step);
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new UsageError(`--mask ${mask} takes --step, a whole number above 0`);
  }
  return { kind: mask, ...(mask === 'round' ? { to: size } : { size }) };
}

function conditionOf({ atMost, oneOf, hours }: RuleOptions) {
  if (atMost !== undefined) {
    const [, argument, number] = /^([\w.]+)=(-?\d+(?:\.\d+)?)$/.exec(atMost) ?? [];
    if (argument === undefined) {
      throw new UsageError(`--at-most takes argument=number, as first=50, not ${atMost}`);
    }
    return { kind: 'at_most', argument, limit: Number(number) };
  }
  if (oneOf !== undefined) {
    const [, argument, values] = /^([\w.]+)=(.+)$/.exec(oneOf) ?? [];
    if (argument === undefined || values === undefined) {
      throw new UsageError(`--one-of takes argument=values, as grain=YEAR,MONTH, not ${oneOf}`);
    }
    return { kind: 'one_of', argument, values: values.split(',') };
  }
  const [, from, to] = /^(\d{2}:\d{2})-(\d{2}:\d{2})$/.exec(hours ?? '') ?? [];
  if (from === undefined) throw new UsageError(`--hours takes 06:00-20:00, not ${hours}`);
  return { kind: 'hours', from, to };
}
