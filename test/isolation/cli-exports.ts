/** What operators get by command of what banks did: decision logs put to the policy again, and states. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { startCommand } from '../support/command.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

const BUNDLE = 'policies/bundle/bundle.tar.gz';

/** @returns all they said, by command. */
export async function runExports(
  platform: Platform,
  people: People,
): Promise<ReadonlyMap<string, string>> {
  const log = await firstLines(platform.files['decision log'], join(platform.dir, 'exported.log'));
  const commands: readonly (readonly string[])[] = [
    ['policy', 'replay', log, '--json'],
    ['policy', 'impact', '--log', log, '--candidate', BUNDLE, '--base', BUNDLE, '--json'],
    ['policy', 'status', '--url', platform.gateway, '--json'],
  ];
  const said = new Map<string, string>();
  for (const args of commands) {
    const { authorization } = people.as(3, 'ADMIN');
    const command = startCommand(args, { PAYSCOPE_TOKEN: authorization.replace('Bearer ', '') });
    const code = await command.ended;
    const name = `payscope ${args.slice(0, 2).join(' ')}`;
    // A difference is no leak (1), nor is a policy that only a compiler could put back (3).
    if (code === undefined || code === 2) throw new Error(`${name}: ${command.stderr()}`);
    said.set(name, `${command.stdout()}\n${command.stderr()}`);
  }
  return said;
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
