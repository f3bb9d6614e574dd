/** `payscope start` as it is meant: database, data, subgraphs, gateway, personas. */
import { setTimeout as wait } from 'node:timers/promises';
import { readBankCodes } from '../banks.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { openDatabase } from '../open-database.ts';
import { prepareCertificates } from '../prepare-certificates.ts';
import type { Environment } from '../terminal.ts';
import { openIssuer } from '../token-command.ts';
import type { Child } from './child.ts';
import { gatewayEnvironment, subgraphEnvironment } from './environments.ts';
import { type Launch, whenStopped } from './launch.ts';
import { loadIfEmpty } from './load-if-empty.ts';
import { renderPersonas, renderUrls } from './personas.ts';
import { preparePolicy } from './policy.ts';
import { explainEnding } from './processes.ts';
import { step } from './steps.ts';

const SUBGRAPH_COUNT = 4;
const BACKOFF_MS = [500, 1000, 2000, 4000, 8000];
/** A process that ran this long died of something new. */
const SETTLED_MS = 60_000;

export async function runWhole(launch: Launch): Promise<ExitCode> {
  const { config, context, opened, place, processes, stop } = launch;
  const { terminal } = context;
  const children = { subgraphs: processes.start('subgraphs'), gateway: processes.start('gateway') };
  let stopDatabase = async () => {};
  opened.defer(() => stopDatabase());
  opened.defer(() => processes.end('subgraphs'));
  opened.defer(() => processes.end('gateway'));

  const policy = await preparePolicy(launch);
  await prepareCertificates(place.certsDir);
  const database = await step(
    terminal,
    () => openDatabase(config, terminal),
    ({ title }) => title,
  );
  stopDatabase = database.stop;
  stop.throwIfAborted();
  await loadIfEmpty(launch, database);
  const given = { appUrl: database.appUrl, policy };
  const both = await runBoth(launch, given, children);
  terminal.result(await renderEnd(launch, both.url));
  return supervise(launch, given, both);
}

interface Children {
  readonly subgraphs: Child;
  readonly gateway: Child;
}

interface Both extends Children {
  readonly url: string;
  readonly startedAt: number;
}

/** What stays the same when processes are started anew. */
interface Given {
  readonly appUrl: string;
  readonly policy: Environment;
}

async function runBoth(
  launch: Launch,
  { appUrl, policy }: Given,
  children: Children,
): Promise<Both> {
  const { context, place, stop } = launch;
  const { environment, terminal } = context;
  const { subgraphs, gateway } = children;
  const banks = await readBankCodes();
  subgraphs.run(subgraphEnvironment(environment, { ...place, appDatabaseUrl: appUrl, banks }));
  const listening = await step(
    terminal,
    () => Promise.race([subgraphs.listening(SUBGRAPH_COUNT), whenStopped(stop)]),
    (all) => `subgraphs ${all.map(({ name }) => name).join(', ')}`,
  );
  const subgraphUrls = Object.fromEntries(listening.map(({ name, url }) => [name, url]));
  gateway.run(gatewayEnvironment(environment, { ...place, subgraphUrls, policy }));
  const [own] = await step(
    terminal,
    () => Promise.race([gateway.listening(1), whenStopped(stop)]),
    ([reported]) => `gateway at ${reported?.url}`,
  );
  return { ...children, url: own?.url ?? '', startedAt: performance.now() };
}

/** Ends with the gateway; subgraphs that die are started anew, at addresses a new gateway learns. */
async function supervise(launch: Launch, given: Given, first: Both): Promise<ExitCode> {
  const { context, processes, stop } = launch;
  const stopped = whenStopped(stop);
  let both = first;
  for (let deaths = 0; ; ) {
    const { gateway, subgraphs } = both;
    const dead = await Promise.race([
      gateway.ended.then(() => gateway),
      subgraphs.ended.then(() => subgraphs),
      stopped,
    ]);
    explainEnding(context.terminal, dead.name, await dead.ended);
    if (dead === gateway) return EXIT.findings;
    if (performance.now() - both.startedAt > SETTLED_MS) deaths = 0;
    const backoffMs = BACKOFF_MS[deaths++];
    if (backoffMs === undefined) return EXIT.findings;
    context.terminal.progress(`Starting the subgraphs again in ${backoffMs / 1000} s.`);
    await wait(backoffMs, undefined, { signal: stop });
    await processes.end('gateway');
    const children = {
      subgraphs: processes.start('subgraphs'),
      gateway: processes.start('gateway'),
    };
    both = await runBoth(launch, given, children);
  }
}

async function renderEnd({ config, context, place }: Launch, url: string): Promise<string> {
  const colors = context.terminal.resultColors;
  const running = { url, logFiles: [place.logFile('gateway'), place.logFile('subgraphs')] };
  const developmentIssuerIsOff = config.JWKS_URL !== undefined || config.NODE_ENV === 'production';
  if (developmentIssuerIsOff) return renderUrls(running, colors);
  return renderPersonas({ ...running, issuer: await openIssuer(config) }, colors, new Date());
}
