/** The only place that reads the environment; each part hands in the schema of its own section. */
import type { z } from 'zod';

/** A configuration that can't be used; the message names variable, value and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment by a zod object whose keys are variable names. An empty variable counts
 * as unset. A key's `.describe()` says what it takes; keys marked `.meta({ secret: true })` are
 * never repeated in messages.
 * @throws {ConfigError} naming each wrong variable, what it got and what it takes.
 */
export function readConfig<S extends z.ZodObject>(
  schema: S,
  environment: Environment = process.env,
): z.output<S> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues
      .map((issue) => {
        const name = String(issue.path[0] ?? '');
        const field = name === '' ? undefined : schema.shape[name];
        return explain(name, given[name], issue, field?.meta());
      })
      .join('\n'),
  );
}

/**
 * Runs a program's main function; a ConfigError ends it with exit code 2 and its message only.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

function explain(
  name: string,
  value: string | undefined,
  issue: { readonly message: string },
  meta: { readonly description?: string | undefined; readonly secret?: unknown } | undefined,
): string {
  const got =
    value === undefined ? 'is not set' : `got ${meta?.secret ? '(hidden)' : `"${value}"`}`;
  const takes = meta?.description ?? issue.message;
  return `${name || 'configuration'}: ${got}; takes ${takes}`;
}

/** Turns off what Apollo's packages would send home; no socket of ours leaves on its own. */
export function silenceApollo(): void {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  for (const name of ['APOLLO_KEY', 'APOLLO_GRAPH_REF', 'APOLLO_SCHEMA_REPORTING']) {
    delete process.env[name];
  }
}
