/** What operators get by command: decision logs put to the policy again, states, and one bank's trail. */
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../support/command.ts';
import { bankIdOf } from './canaries.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';
import type { World } from './world.ts';

const BUNDLE = 'policies/bundle/bundle.tar.gz';
/** Who asks for exports. */
const BANK = 3;

export interface Exported {
  readonly name: string;
  readonly text: string;
  /** Whose rows it may show; of no bank where it is left out. */
  readonly bank?: number;
}

/** All that commands said and wrote. */
export async function runExports(
  world: World,
  platform: Platform,
  people: People,
): Promise<readonly Exported[]> {
  const log = await firstLines(platform.files['decision log'], join(platform.dir, 'exported.log'));
  const trail = join(platform.dir, 'trail.jsonl');
  const shared: readonly (readonly string[])[] = [
    ['policy', 'replay', log, '--json'],
    ['policy', 'impact', '--log', log, '--candidate', BUNDLE, '--base', BUNDLE, '--json'],
    ['policy', 'status', '--url', platform.gateway, '--json'],
    ['db', 'lint', '--json'],
  ];
  const env = {
    PAYSCOPE_TOKEN: people.as(BANK, 'ADMIN').authorization.replace('Bearer ', ''),
    APP_DATABASE_URL: world.appUrl,
  };
  const exported: Exported[] = [];
  for (const args of shared) exported.push(await said(args, env));
  const written = await said(['audit', 'export', '--bank', bankIdOf(BANK), '--out', trail], env);
  const text = `${written.text}\n${await readFile(trail, 'utf8')}`;
  await rm(trail);
  return [...exported, { ...written, text, bank: BANK }];
}

async function said(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Exported> {
  const { code, stdout, stderr } = await runCommand(args, env);
  const name = `payscope ${args.slice(0, 2).join(' ')}`;
  // A difference or a finding is no leak (1), nor is a policy that only a compiler could put back (3).
  if (code === undefined || code === 2) throw new Error(`${name}: ${stderr}`);
  return { name, text: `${stdout}\n${stderr}` };
}

/** As many as a command reads in some seconds; all of it is searched as it is. */
const EXPORTED_BYTES = 8_000_000;

async function firstLines(from: string, to: string): Promise<string> {
  const source = await open(from, 'r');
  const target = await open(to, 'w');
  const { buffer, bytesRead } = await source.read(Buffer.alloc(EXPORTED_BYTES));
  const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
  await target.write(buffer.subarray(0, whole));
  await Promise.all([source.close(), target.close()]);
  return to;
}
