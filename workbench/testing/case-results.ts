/** The authorization cases and every role's whole table, on OPA's evaluator and on the WASM. */
import { isDeepStrictEqual } from 'node:util';
import {
  type AccessTable,
  buildAccessTable,
  type Decision,
  inputsOf,
  type Requirements,
} from '../../gateway/policy/index.ts';
import type { AuthorizationCase } from '../cases.ts';
import { outcomeOf, type TestResult, type Verdict } from './result.ts';

export interface Tables {
  readonly opa: ReadonlyMap<string, AccessTable>;
  readonly wasm: ReadonlyMap<string, AccessTable>;
}

/** What OPA answered for one role, made a table as the gateway makes one of what WASM answers. */
export function tableFrom(
  answer: unknown,
  role: string,
  coordinates: readonly string[],
  requirements: Requirements,
): AccessTable {
  const { table } = buildAccessTable({
    ...{ role, coordinates, key: role, revision: 'opa' },
    inputs: inputsOf(requirements),
    evaluate: () => [{ result: answer }],
    // What went wrong is in the decisions themselves: POLICY_FAILED.
    onFailure: () => undefined,
  });
  return table;
}

export function caseResults(
  cases: readonly AuthorizationCase[],
  tables: Tables,
  fileOf: (file: string) => string,
): readonly TestResult[] {
  return cases.map((each) => {
    const { role, coordinate, expect, name, file, line } = each;
    const onOpa = tables.opa.get(role)?.decide(coordinate);
    const onWasm = tables.wasm.get(role)?.decide(coordinate);
    const opa = verdictOf(onOpa, expect);
    const wasm = verdictOf(onWasm, expect);
    const outcome = isDeepStrictEqual(onOpa, onWasm) ? outcomeOf(opa, wasm) : 'differs';
    return {
      ...{ kind: 'case', suite: file, name, file: fileOf(file), line },
      ...{ outcome, opa, wasm, expected: expect },
      details: outcome === 'passed' ? [] : caseDetails(each, onOpa, onWasm),
    };
  });
}

/** One for each role: that both evaluators decide every coordinate alike. */
export function tableResults(
  roles: readonly string[],
  coordinates: readonly string[],
  tables: Tables,
  file: string,
): readonly TestResult[] {
  return roles.map((role) => {
    const differing = coordinates.filter(
      (each) =>
        !isDeepStrictEqual(tables.opa.get(role)?.decide(each), tables.wasm.get(role)?.decide(each)),
    );
    const verdict: Verdict = { kind: differing.length === 0 ? 'passed' : 'failed' };
    return {
      ...{ kind: 'table', suite: 'evaluators', file, line: 1 },
      name: `${role}: OPA and WASM decide all ${coordinates.length} coordinates alike`,
      ...{ outcome: differing.length === 0 ? 'passed' : 'differs', opa: verdict, wasm: verdict },
      details: differing
        .slice(0, DIFFERENCES_SHOWN)
        .flatMap((each) => [
          `${each}: OPA says ${shown(tables.opa.get(role)?.decide(each))}`,
          `${' '.repeat(each.length)}  WASM says ${shown(tables.wasm.get(role)?.decide(each))}`,
        ]),
    };
  });
}

const DIFFERENCES_SHOWN = 5;

/** What is expected has to be in the decision; it may say more. */
function verdictOf(decision: Decision | undefined, expected: AuthorizationCase['expect']): Verdict {
  const isMet = Object.entries(expected).every(([name, value]) =>
    isDeepStrictEqual(Reflect.get(decision ?? {}, name), value),
  );
  return isMet ? { kind: 'passed' } : { kind: 'failed', actual: decision };
}

function caseDetails(
  { role, coordinate, expect }: AuthorizationCase,
  onOpa: Decision | undefined,
  onWasm: Decision | undefined,
): readonly string[] {
  const asked = `${role} asks for ${coordinate}`;
  const expected = `expected ${shown(expect)}`;
  if (isDeepStrictEqual(onOpa, onWasm)) {
    return [asked, expected, `actual   ${shown(onWasm)}`];
  }
  return [asked, expected, `on OPA   ${shown(onOpa)}`, `on WASM  ${shown(onWasm)}`];
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
