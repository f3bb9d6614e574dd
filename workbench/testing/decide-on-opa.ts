/** The policy's answers from OPA's own evaluator: many inputs, one process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runOpa } from '../opa.ts';

const outputSchema = z.object({
  result: z
    .array(
      z.object({ expressions: z.array(z.object({ value: z.record(z.string(), z.unknown()) })) }),
    )
    .optional(),
  coverage: z.unknown().optional(),
});

export interface OpaQuestions {
  readonly opaPath: string;
  /** Rules and data, as a bundle has them. */
  readonly folder: string;
  /** `payscope/authz/decisions` */
  readonly entrypoint: string;
  readonly inputs: readonly object[];
  readonly withCoverage?: boolean;
}

export interface OpaAnswers {
  /** In the order of the inputs; undefined where the policy gives none. */
  readonly answers: readonly unknown[];
  /** As `opa eval --coverage` reports it. */
  readonly coverage?: unknown;
}

/** @throws when OPA does not evaluate, as for rules that don't compile. */
export async function askOpa(questions: OpaQuestions): Promise<OpaAnswers> {
  const { opaPath, folder, entrypoint, inputs } = questions;
  const staged = mkdtempSync(join(tmpdir(), 'payscope-inputs-'));
  try {
    const file = join(staged, 'input.json');
    writeFileSync(file, JSON.stringify({ inputs }));
    const path = ['data', ...entrypoint.split('/')].join('.');
    const query = `{index: answer | some index, each in input.inputs; answer := ${path} with input as each}`;
    const args = [
      ...['eval', '--bundle', '.', '--ignore', 'capabilities.json', '--format', 'json'],
      ...(questions.withCoverage ? ['--coverage'] : []),
      ...['--input', file, query],
    ];
    const { result, coverage } = outputSchema.parse(
      JSON.parse(await runOpa(opaPath, args, { cwd: folder })),
    );
    const values = result?.[0]?.expressions[0]?.value ?? {};
    return { answers: inputs.map((_, index) => values[String(index)]), coverage };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
