/** An explanation for a terminal. */
import type { AccessExplanation, AccessFlip } from '../../workbench/explain/explain-access.ts';
import type { RequirementPart } from '../../workbench/explain/requirement-parts.ts';
import { wordsFor } from '../../workbench/matrix/matrix.ts';
import { alternativesWords } from '../../workbench/matrix/requirement-words.ts';
import type { RulePlace } from '../../workbench/rule-places.ts';
import type { Colors } from '../terminal.ts';

const FROM: Readonly<Record<RequirementPart['from'], string>> = {
  itself: 'its own rule',
  type: 'the type it is of',
  returns: 'the type it returns',
  interface: 'an interface of its type',
  'computed from': 'what it is computed from',
  reveals: 'what it reveals',
};

const EFFECTS: Readonly<Record<AccessFlip['effect'], string>> = {
  allow: 'yes',
  conditional: 'on conditions',
  mask: 'masked',
  deny: 'denied',
  hide: 'hidden',
};

export function explanationText(explained: AccessExplanation, colors: Colors): string {
  const { bold, dim, green, yellow, red } = colors;
  const { role, coordinate, cell, version } = explained;
  const colour = { allow: green, mask: yellow, deny: red, hide: dim }[cell.effect];
  const lines: (readonly [string, string])[] = [
    ['rule', placed(cell.rule, explained.place, dim)],
    ['field', placed(coordinate, explained.defined, dim)],
    [
      'asks for',
      explained.requires ? alternativesWords(explained.requires) : 'nothing mentions it',
    ],
    ...explained.parts.map((part): readonly [string, string] => ['', dim(partWords(part))]),
    [role, holdingWords(explained)],
    [
      'read',
      explained.attributes.map(({ name, value }) => `subject.${name} = ${value}`).join(', '),
    ],
    ...conditionLines(explained),
    ...flipLines(explained),
    ['others', explained.others.map((other) => `${other.role} ${wordsFor(other.cell)}`).join(', ')],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    `${bold(role)} ${coordinate}: ${colour(bold(wordsFor(cell)))} ${dim(cell.reason)}`,
    dim(`${version.name}, revision ${version.revision}`),
    '',
    ...lines.map(([label, says]) => `  ${label.padEnd(width)}  ${says}`),
  ].join('\n');
}

function placed(what: string, place: RulePlace | null, dim: Colors['dim']): string {
  return place === null ? what : `${what}  ${dim(`${place.file}:${place.line}`)}`;
}

function partWords({ from, coordinate, policies }: RequirementPart): string {
  const asks = policies === null ? 'nothing mentions it' : alternativesWords(policies);
  return `${FROM[from]}, ${coordinate}: ${asks}`;
}

function holdingWords({ requires, holds, lacks }: AccessExplanation): string {
  if (requires === null || requires.flat().length === 0) return 'is a known role';
  const has = holds.length > 0 ? `has ${holds.join(', ')}` : 'has none of it';
  if (lacks.some((each) => each.length === 0)) return has;
  return `${has}; lacks ${alternativesWords(lacks)}`;
}

function conditionLines({
  conditions,
  cell,
}: AccessExplanation): readonly (readonly [string, string])[] {
  return conditions.map(({ words, unless, description }, index) => {
    const lifted = unless === null ? '' : `, unless it holds ${unless}`;
    const binds = cell.isConditional || unless === null ? '' : ' (does not bind this role)';
    const label = index === 0 ? 'conditions' : '';
    return [label, `${words}${lifted}${binds}${description ? `. ${description}` : ''}`];
  });
}

function flipLines({
  role,
  flips,
  elevation,
}: AccessExplanation): readonly (readonly [string, string])[] {
  const of = (kind: AccessFlip['kind']) => flips.filter((flip) => flip.kind === kind);
  const words = ({ permissions, effect }: AccessFlip) =>
    `${permissions.join(' and ')} → ${EFFECTS[effect]}`;
  const lines = (label: string, list: readonly AccessFlip[], verb: string) =>
    list.map((flip, index): readonly [string, string] => [
      index === 0 ? label : '',
      `${index === 0 ? verb : 'or'} ${words(flip)}`,
    ]);
  return [
    ...lines('to open', of('give'), `give ${role}`),
    ...lines('to close', of('take'), `take from ${role}`),
    ...(elevation.length > 0
      ? [['for a time', `an elevation to ${elevation.join(' or ')}`] as const]
      : []),
  ];
}
