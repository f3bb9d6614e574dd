/** Writes what `policy new` plans, or only shows it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { lineChanges } from '../../workbench/new/line-changes.ts';
import type { Edit, Place, Plan } from '../../workbench/new/plan.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { rootPath } from '../root.ts';
import type { Colors, Terminal } from '../terminal.ts';

/**
 * The folders that go together: cases and schemas beside the policies, or else the project's.
 *
 * @param where as it was typed: from the working directory, or else from the project's root.
 * @throws {UsageError} when it is no policies folder.
 */
export async function placeOf(where: string): Promise<Place> {
  const { casesFolderOf } = await import('../../workbench/cases.ts');
  const folder = [resolve(where), rootPath(where)].find((each) =>
    existsSync(join(each, 'roles/data.json')),
  );
  if (folder === undefined) throw new UsageError(`${where} is no policies folder`);
  const beside = join(dirname(folder), 'schema');
  const schema = existsSync(beside) ? beside : rootPath('schema');
  return { folder, cases: casesFolderOf(rootPath('.'), folder), schema };
}

export function writePlan(
  terminal: Terminal,
  plan: Plan,
  options: { readonly dryRun?: boolean; readonly json?: boolean },
): ExitCode {
  if (!options.dryRun) {
    for (const { path, after } of plan.edits) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, after);
    }
  }
  terminal.result(
    options.json ? asJson(plan, options.dryRun === true) : asText(plan, terminal.resultColors),
  );
  if (options.dryRun) terminal.progress('Nothing was written (--dry-run).');
  else for (const each of plan.next) terminal.progress(each);
  return EXIT.ok;
}

function asJson({ edits, next }: Plan, isDryRun: boolean): string {
  const files = edits.map((edit) => ({
    path: nameOf(edit),
    isNew: edit.before === undefined,
    changes: lineChanges(edit.before ?? '', edit.after),
  }));
  return JSON.stringify({ written: !isDryRun, files, next }, null, 2);
}

function asText({ edits }: Plan, { bold, green, red }: Colors): string {
  return edits
    .flatMap((edit) => [
      bold(`${nameOf(edit)}${edit.before === undefined ? ' (new)' : ''}`),
      ...lineChanges(edit.before ?? '', edit.after).map(({ sign, text }) =>
        (sign === '+' ? green : red)(`${sign} ${text}`.trimEnd()),
      ),
      '',
    ])
    .join('\n')
    .trimEnd();
}

function nameOf({ path }: Edit): string {
  const here = relative(process.cwd(), path);
  return here.startsWith('..') ? path : here;
}
