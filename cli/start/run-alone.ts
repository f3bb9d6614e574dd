/** `SUPERGRAPH_FILE=… payscope start`: the gateway on somebody else's graph, without a database. */
import { EXIT, type ExitCode } from '../exits.ts';
import { gatewayEnvironment } from './environments.ts';
import { type Launch, whenStopped } from './launch.ts';
import { renderUrls } from './personas.ts';
import { preparePolicy } from './policy.ts';
import { explainEnding } from './processes.ts';
import { step } from './steps.ts';

export async function runAlone(launch: Launch): Promise<ExitCode> {
  const { config, context, place, processes, opened, stop } = launch;
  const { terminal } = context;
  if (config.POLICY === 'off') {
    const { yellow } = terminal.colors;
    terminal.progress(yellow('POLICY=off: every field is answered to everybody who gets in.'));
  }
  const gateway = processes.start('gateway');
  opened.defer(() => processes.end('gateway'));
  const policy = await preparePolicy(launch);
  const { certsDir: _, ...withoutCerts } = place;
  gateway.run(
    gatewayEnvironment(context.environment, { ...withoutCerts, subgraphUrls: {}, policy }),
  );
  const [listening] = await step(
    terminal,
    () => Promise.race([gateway.listening(1), whenStopped(stop)]),
    () => `gateway on ${config.SUPERGRAPH_FILE}`,
  );
  const url = listening?.url ?? '';
  const logFiles = [place.logFile('gateway')];
  terminal.result(renderUrls({ url, logFiles }, terminal.resultColors));
  const ending = await Promise.race([gateway.ended, whenStopped(stop)]);
  explainEnding(terminal, 'gateway', ending);
  return EXIT.findings;
}
