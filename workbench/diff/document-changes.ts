/** Who may ask any document, and may only ask registered ones in the other version, or the reverse. */
import type { DocumentMode } from '../../gateway/policy/index.ts';
import type { PolicyVersion } from '../load-version.ts';

export interface DocumentChange {
  readonly client: string;
  readonly role: string;
  /** Null: any bank that no rule names. */
  readonly bankId: string | null;
  readonly before: DocumentMode['mode'];
  readonly after: DocumentMode['mode'];
}

/** What a token without a client is known by; any client without a rule is decided as it is. */
const UNNAMED = 'unknown';

/** Empty when one of the two is of before clients were known. */
export function documentChanges(
  before: PolicyVersion,
  after: PolicyVersion,
): readonly DocumentChange[] {
  const rules = [before, after].map(({ data }) => data.clients);
  const named = rules.flatMap((each) => [
    ...Object.keys(each?.clients ?? {}),
    ...(each?.documents.rules ?? []).flatMap(({ clients = [] }) => clients),
  ]);
  const banks = rules.flatMap((each) =>
    (each?.documents.rules ?? []).flatMap((rule) => rule.banks ?? []),
  );
  const roles = [...before.policy.roles].filter((role) => after.policy.roles.has(role)).sort();
  if (rules.includes(undefined)) return [];
  return [...new Set([...named.sort(), UNNAMED])].flatMap((client) =>
    [...new Set([null, ...banks])].flatMap((bankId) =>
      roles.flatMap((role): readonly DocumentChange[] => {
        const subject = { role, client, bank_id: bankId ?? '' };
        const [was, is] = [before, after].map((each) => each.policy.documentsFor(subject).mode);
        if (was === undefined || is === undefined || was === is) return [];
        return [{ client, role, bankId, before: was, after: is }];
      }),
    ),
  );
}

/** A line for each client and what it changed to; the roles are named. */
export function documentLines(changes: readonly DocumentChange[]): readonly string[] {
  const alike = Map.groupBy(changes, ({ client, bankId, after }) =>
    JSON.stringify([client, bankId, after]),
  );
  return [...alike.values()].flatMap((same) => {
    const [change] = same;
    if (change === undefined) return [];
    const { client, bankId, after } = change;
    const who = client === UNNAMED ? 'a client no rule names' : client;
    const may = after === 'any' ? 'may ask any document now' : 'may ask registered documents only';
    const of = bankId === null ? '' : ` of bank ${bankId}`;
    return [`${who} ${may} (${same.map(({ role }) => role).join(', ')}${of})`];
  });
}
