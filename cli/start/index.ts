/** `payscope start`: everything on this machine, in order, until it is told to stop. */
import { readGatewayConfig } from '../../gateway/config.ts';
import { readCliConfig } from '../config.ts';
import { EnvironmentError, EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Environment } from '../terminal.ts';
import { ChildEndedError } from './child.ts';
import { gatewayEnvironment } from './environments.ts';
import { preparePlace } from './place.ts';
import { signsItself } from './policy.ts';
import { checkPort } from './port.ts';
import { createProcesses, explainEnding } from './processes.ts';
import { runAlone } from './run-alone.ts';
import { runWhole } from './run-whole.ts';
import { watchStopSignals } from './stop-signals.ts';

/** 128 + SIGINT, as shells report it. */
const EXIT_FORCED = 130;

/**
 * Runs until Ctrl-C or SIGTERM (exit 0), or until the gateway dies (exit 1).
 * @throws {EnvironmentError} when the port is taken.
 */
export async function start(context: CommandContext): Promise<ExitCode> {
  const config = readCliConfig(context.environment);
  const { terminal } = context;
  checkGatewayConfig(context.environment);
  await requirePort(config.HOST, config.PORT);
  const place = await preparePlace(config.DATA_DIR);
  const processes = createProcesses(place, context.environment, terminal);
  using signals = watchStopSignals(process, () => {
    terminal.progress('Forced: ending everything at once.');
    processes.endHard();
    process.exit(EXIT_FORCED);
  });
  const { stop } = signals;
  stop.addEventListener('abort', () => terminal.progress('\nStopping …'), { once: true });
  await using opened = new AsyncDisposableStack();
  const launch = { config, context, place, processes, opened, stop };
  try {
    return await (config.SUPERGRAPH_FILE === undefined ? runWhole(launch) : runAlone(launch));
  } catch (error) {
    if (stop.aborted) return EXIT.ok;
    if (!(error instanceof ChildEndedError)) throw error;
    explainEnding(terminal, error.child, error.ending);
    return error.ending.code === EXIT.usage ? EXIT.usage : EXIT.findings;
  }
}

/** What the gateway would refuse after everything else has started is refused before. */
function checkGatewayConfig(environment: Environment): void {
  const anywhere = 'https://127.0.0.1';
  const subgraphUrls = { facts: anywhere, metrics: anywhere, graph: anywhere, audit: anywhere };
  const policy = signsItself(environment) ? { POLICY_BUNDLE_FILE: '-', POLICY_KEYS_FILE: '-' } : {};
  const certs = environment.SUPERGRAPH_FILE?.trim() ? {} : { certsDir: '-' };
  const wiring = { subgraphUrls, hopKeyFile: '-', dataDir: '-', policy, ...certs };
  readGatewayConfig(gatewayEnvironment(environment, wiring));
}

async function requirePort(host: string, port: number): Promise<void> {
  const state = await checkPort(host, port);
  if (state.kind === 'free') return;
  const why =
    state.kind === 'taken'
      ? `port ${port} is taken by ${state.holder ?? 'another process'}. End it, or choose another port`
      : `can't listen on ${host}:${port} (${state.why}). Choose another`;
  throw new EnvironmentError(`${why}:\n\n  PORT=${port < 65_535 ? port + 1 : 0} npm start\n`);
}
