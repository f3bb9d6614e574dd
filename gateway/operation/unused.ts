/** Drops fragment and variable definitions that an operation no longer uses. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** GraphQL §5.5.1.4 and §5.8.4: neither unused fragments nor unused variables are valid. */
export function dropUnusedDefinitions(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const usedFragments = new Map<string, FragmentDefinitionNode>();
  const usedVariables = new Set<string>();
  const waiting: (OperationDefinitionNode | FragmentDefinitionNode)[] = [
    { ...operation, variableDefinitions: [] },
  ];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    visit(node, {
      Variable: (variable) => {
        usedVariables.add(variable.name.value);
      },
      FragmentSpread: (spread) => {
        const fragment = byName.get(spread.name.value);
        if (fragment && !usedFragments.has(spread.name.value)) {
          usedFragments.set(spread.name.value, fragment);
          waiting.push(fragment);
        }
      },
    });
  }
  const kept: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter((definition) =>
      usedVariables.has(definition.variable.name.value),
    ),
  };
  return {
    operation: kept,
    document: { kind: Kind.DOCUMENT, definitions: [kept, ...usedFragments.values()] },
  };
}
