import { describe, expect, it } from 'vitest';
import { createTerminal } from './terminal.ts';

function open(isTTY: boolean, environment: Readonly<Record<string, string>> = {}) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
  return { written, terminal: createTerminal(streams, environment) };
}

describe('the terminal', () => {
  it('gets results on stdout and progress on stderr', () => {
    const { written, terminal } = open(false);
    terminal.result('answer');
    terminal.progress('working');
    expect(written).toEqual({ stdout: 'answer\n', stderr: 'working\n' });
  });

  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which counts as none', true, { NO_COLOR: '' }, true],
    ['NO_COLOR against FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR on a pipe', false, { FORCE_COLOR: '1' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('has colours or not: %s', (_, isTTY, environment, colored) => {
    const { terminal } = open(isTTY, environment);
    expect(terminal.colors.red('x') !== 'x').toBe(colored);
    expect(terminal.resultColors.red('x') !== 'x').toBe(colored);
  });

  it.each([
    [true, {}, true],
    [true, { CI: 'true' }, false],
    [false, {}, false],
  ])('is watched by a person when it is one and no CI (%s, %o)', (isTTY, environment, watched) => {
    expect(open(isTTY, environment).terminal.isInteractive).toBe(watched);
  });
});
