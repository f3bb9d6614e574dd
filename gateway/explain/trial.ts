/** The policy once more, to be asked what it would decide if a role had other permissions. */
import { loadPolicy as instantiate } from '@open-policy-agent/opa-wasm';
import { z } from 'zod';
import {
  type AccessTable,
  buildAccessTable,
  CONDITIONAL_ENTRYPOINT,
  decideUses,
  ENTRYPOINT,
  inputsOf,
  type PolicySource,
} from '../policy/index.ts';

/** A role, the permissions it is given and those it is taken, and the coordinates to decide. */
export interface Attempt {
  readonly role: string;
  readonly given: readonly string[];
  readonly taken?: readonly string[];
  readonly coordinates: readonly string[];
}

export interface Trial {
  /** @throws when the policy gives no usable answer; the trial must not be used again then. */
  readonly tableFor: (attempt: Attempt) => AccessTable;
  /** Permissions the role holds, as its data has them. */
  readonly held: (role: string) => readonly string[];
  /** Permissions there are which the role does not hold, sorted. */
  readonly missing: (role: string) => readonly string[];
  /** Attributes the policy's authors declare, with what they say of each. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Where in the policy's sources a rule stands. */
  readonly placeOf: (rule: string) => RulePlace | undefined;
}

const place = z.object({ file: z.string(), line: z.int() });

export type RulePlace = Readonly<z.output<typeof place>>;

const dataSchema = z.looseObject({
  roles: z.record(z.string(), z.looseObject({ permissions: z.array(z.string()) })),
  permissions: z.record(z.string(), z.unknown()),
  attributes: z.record(z.string(), z.looseObject({ description: z.string() })),
  // A bundle built elsewhere may not say.
  places: z.record(z.string(), place).default({}),
});

/**
 * An instance of its own: role data is changed in it, and the instance that decides requests must
 * never see that. Data and question are set in one go, so attempts can't mix.
 */
export async function createTrial({ bundle, requirements }: PolicySource): Promise<Trial> {
  const policy = await instantiate(bundle.wasm);
  const data = dataSchema.parse(bundle.data);
  const held = (role: string): readonly string[] =>
    Object.hasOwn(data.roles, role) ? (data.roles[role]?.permissions ?? []) : [];
  const inputs = inputsOf(requirements);
  return {
    tableFor: ({ role, given, taken = [], coordinates }) => {
      const kept = held(role).filter((permission) => !taken.includes(permission));
      const permissions = [...kept, ...given];
      const isAsItIs = given.length === 0 && taken.length === 0;
      const roles = isAsItIs ? data.roles : { ...data.roles, [role]: { permissions } };
      policy.setData({ ...data, schema: requirements, roles });
      const fail = (): never => {
        throw new Error('the policy does not decide');
      };
      const { table } = buildAccessTable({
        key: 'trial',
        revision: bundle.revision,
        role,
        coordinates,
        inputs,
        evaluate: (input) => policy.evaluate(input, ENTRYPOINT),
        onFailure: (kind) => kind === 'bad_limits' || fail(),
      });
      const conditional = coordinates.filter((each) => table.isConditional(each));
      const decisions = decideUses(
        {
          attributes: { role },
          now: new Date(0),
          grants: [],
          uses: conditional.map((coordinate) => ({ coordinate, arguments: {} })),
        },
        // The trail keeps no arguments. With none, and at no time, no condition is met: what is
        // open then is open however it is called.
        (input) => policy.evaluate({ ...input, now: '' }, CONDITIONAL_ENTRYPOINT),
        fail,
      );
      const unmet = new Map(conditional.map((each, index) => [each, decisions[index]]));
      const decide = (coordinate: string) => unmet.get(coordinate) ?? table.decide(coordinate);
      return { ...table, decide };
    },
    held,
    missing: (role) =>
      Object.keys(data.permissions)
        .filter((permission) => !held(role).includes(permission))
        .sort(),
    attributes: new Map(
      Object.entries(data.attributes).map(([name, { description }]) => [name, description]),
    ),
    placeOf: (rule) => (Object.hasOwn(data.places, rule) ? data.places[rule] : undefined),
  };
}
