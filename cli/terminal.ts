/** Where output goes: results to stdout, so that they can be piped; everything else to stderr. */
import pc from 'picocolors';

export interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Terminal {
  /** What the command was asked for. */
  result(text: string): void;
  /** What it is doing meanwhile. */
  progress(text: string): void;
  /** Colours of results and of progress: the two streams may end in different places. */
  readonly resultColors: Colors;
  readonly colors: Colors;
  /** Whether a person watches the progress. */
  readonly isInteractive: boolean;
}

export type Colors = ReturnType<typeof pc.createColors>;

export function createTerminal(
  streams: { readonly stdout: Stream; readonly stderr: Stream },
  environment: Environment,
): Terminal {
  return {
    result: (text) => streams.stdout.write(`${text}\n`),
    progress: (text) => streams.stderr.write(`${text}\n`),
    resultColors: pc.createColors(wantsColor(streams.stdout, environment)),
    colors: pc.createColors(wantsColor(streams.stderr, environment)),
    isInteractive: streams.stderr.isTTY === true && !environment.CI,
  };
}

/** https://no-color.org: any non-empty NO_COLOR wins. */
function wantsColor(stream: Stream, environment: Environment): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}
