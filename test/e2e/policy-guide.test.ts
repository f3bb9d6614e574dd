import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { blocksOf, type GuideBlock, runBlock } from '../support/guide.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/policy-guide.md'), 'utf8');
const opa = await findOpa(opaPlaces());

const TIMEOUT_MS = 240_000;
const PERSON = { NAME: 'alice', EMAIL: 'alice@bank.example' };

let folder: string;
let env: Record<string, string>;
let platform: ReturnType<typeof spawn> | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-guide-'));
  env = {
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
    HOME: folder,
    NO_COLOR: '1',
    PORT: '0',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) =>
        Object.entries(PERSON).map(([what, value]) => [`GIT_${who}_${what}`, value]),
      ),
    ),
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  for (const file of new Set(listed.split('\0').filter((each) => each !== ''))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    // A file may be gone and not yet committed so.
    await cp(join(ROOT, file), join(folder, file)).catch(() => undefined);
  }
  mkdirSync(join(folder, '.data'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'As it is');
});

afterAll(async () => {
  if (platform?.pid !== undefined && platform.exitCode === null) {
    const ended = new Promise((resolve) => platform?.once('exit', resolve));
    process.kill(-platform.pid, 'SIGTERM');
    await ended;
  }
  // What it started may still be writing.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Starts the platform and gives the address it says it is at. */
function start(text: string): Promise<string> {
  const child = spawn('bash', ['-c', `exec ${text.split(' ').length > 1 ? 'env ' : ''}${text}`], {
    cwd: folder,
    env,
    detached: true,
  });
  platform = child;
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => {
        said += more;
        const url = /curl -s (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
        if (url) resolve(url);
      });
    }
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${said}`)));
  });
}

test.skipIf(opa.kind === 'missing')(
  'every command of the guide does what the guide says',
  async () => {
    let said = '';
    let url = 'http://127.0.0.1:4000';
    const where = ({ line }: GuideBlock) => `docs/policy-guide.md:${line}`;
    for (const block of blocksOf(PAGE)) {
      const text = block.text.replaceAll('http://127.0.0.1:4000', url);
      if (block.kind === 'start') {
        url = await start(text.trim());
        env.PAYSCOPE_URL = url;
      } else if (block.kind === 'patch') {
        execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, env, input: text });
      } else if (block.kind === 'shown') {
        const flat = said.replaceAll(/\s+/g, ' ');
        for (const line of text.trim().split('\n')) {
          expect(flat, where(block)).toContain(line.trim().replaceAll(/\s+/g, ' '));
        }
      } else {
        // The modules are what runs this test.
        const ran = await runBlock(folder, text.replace(/^npm ci$/m, ''), env);
        expect(ran.code, `${where(block)}\n${ran.output}`).toBe(block.exit);
        said = ran.output;
      }
    }
  },
  TIMEOUT_MS,
);
