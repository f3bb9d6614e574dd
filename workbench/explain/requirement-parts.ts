/** Where a coordinate's requirement comes from: its own rule, its type's, what it returns. */
import { type DocumentNode, parse } from 'graphql';
import { computedFields } from '../../gateway/policy/computed-fields.ts';
import { inputPlaces } from '../../gateway/policy/input-places.ts';
import { inheritedRules, type RuleOf } from '../../gateway/policy/interface-rules.ts';
import { linkedFeatures } from '../../gateway/policy/linked-names.ts';
import { mentionBy } from '../../gateway/policy/mention.ts';
import { type OutputType, outputTypes } from '../../gateway/policy/output-types.ts';
import type { Alternatives, Requirement, Requirements } from '../../gateway/policy/requirement.ts';
import { revealsBy } from '../../gateway/policy/revealed.ts';

export interface RequirementPart {
  /** `itself`, `type`, `returns`, `interface`, `computed from` or `reveals`. */
  readonly from: 'itself' | 'type' | 'returns' | 'interface' | 'computed from' | 'reveals';
  /** The coordinate whose rule it is. */
  readonly coordinate: string;
  /** Null when no rule mentions that coordinate, which closes what depends on it. */
  readonly policies: Alternatives | null;
}

interface Schema {
  readonly supergraphSdl: string;
  readonly requirements: Requirements;
}

/** The rules that together make up what the coordinate asks for, as the schema states them. */
export function requirementParts(
  { supergraphSdl, requirements }: Schema,
  coordinate: string,
): readonly RequirementPart[] {
  const document = parse(supergraphSdl);
  const types = outputTypes(document);
  const asked = (from: RequirementPart['from']) => (each: string) => ({
    from,
    coordinate: each,
    policies: requirements[each]?.policies ?? null,
  });
  const revealed = revealedBy(document, coordinate);
  if (revealed !== undefined) return revealed.map(asked('reveals'));
  const ruleOf = rulesBy(document, types);
  const computed = computedFields(document, types).get(coordinate) ?? [];
  return [...statedParts(types, ruleOf, coordinate), ...[...computed].map(asked('computed from'))];
}

function statedParts(
  types: ReadonlyMap<string, OutputType>,
  ruleOf: RuleOf,
  coordinate: string,
): readonly RequirementPart[] {
  const [typeName = '', fieldName] = coordinate.split('.');
  const inherited = inheritedRules(types, ruleOf);
  const returned = types.get(typeName)?.fields.find(({ name }) => name === fieldName)?.returnType;
  const part = (
    from: RequirementPart['from'],
    at: string,
    rule: Requirement | undefined,
  ): readonly RequirementPart[] =>
    rule === undefined ? [] : [{ from, coordinate: at, policies: rule.policies }];
  const parents = (types.get(typeName)?.interfaces ?? []).join(', ');
  return [
    ...part('itself', coordinate, ruleOf(coordinate)),
    ...inherited(typeName, fieldName).flatMap((rule) => part('interface', parents, rule)),
    ...(fieldName === undefined ? [] : part('type', typeName, ruleOf(typeName))),
    ...(fieldName === undefined
      ? []
      : inherited(typeName).flatMap((rule) => part('interface', parents, rule))),
    ...(returned === undefined ? [] : part('returns', returned, ruleOf(returned))),
  ];
}

function rulesBy(document: DocumentNode, types: ReadonlyMap<string, OutputType>): RuleOf {
  const mention = mentionBy(linkedFeatures(document));
  return (coordinate) => {
    const [typeName = '', fieldName] = coordinate.split('.');
    const type = types.get(typeName);
    if (fieldName === undefined) return type && mention(type.directives, coordinate);
    const field = type?.fields.find(({ name }) => name === fieldName);
    return field && mention(field.directives, coordinate);
  };
}

/** Undefined for what is no input; an input that says nothing reveals nothing. */
function revealedBy(document: DocumentNode, coordinate: string): readonly string[] | undefined {
  const place = inputPlaces(document).find((each) => each.coordinate === coordinate);
  return place === undefined ? undefined : (revealsBy(document)(place) ?? []);
}
