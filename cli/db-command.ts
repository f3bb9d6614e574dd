/** `payscope db migrate` */
import { readCliConfig } from './config.ts';
import { EXIT, type ExitCode } from './exits.ts';
import type { CommandContext } from './main.ts';
import { openDatabase } from './open-database.ts';

/** Roles, migrations, self-check; the job that runs before the servers of a deployment. */
export async function migrateDatabase(context: CommandContext): Promise<ExitCode> {
  const config = readCliConfig(context.environment);
  const database = await openDatabase(config, context.terminal);
  await database.stop();
  context.terminal.result(`${database.title} is migrated and keeps tenants apart.`);
  return EXIT.ok;
}
