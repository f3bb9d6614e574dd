/** The last good bundle on disk: what a gateway starts with while its source is down. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../lib/config/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import { writeWhole } from '../../lib/write-whole.ts';

const stateSchema = z.object({
  serial: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The highest serial that was in force here, and whose it was. */
export type Kept = z.output<typeof stateSchema>;

export interface LastGood {
  /**
   * @returns undefined where no bundle was in force yet.
   * @throws {ConfigError} when it is damaged: then nobody knows which bundles are older.
   */
  readonly seen: () => Promise<Kept | undefined>;
  /** What was kept; to be verified like any other archive. */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly keep: (archive: Uint8Array, kept: Kept) => Promise<void>;
}

/** @example const lastGood = createLastGood(join(config.dataDir, 'policy')) */
export function createLastGood(folder: string): LastGood {
  const archiveFile = join(folder, 'last-good.tar.gz');
  const stateFile = join(folder, 'state.json');
  return {
    seen: async () => {
      const text = await readIfThere(stateFile);
      if (text === undefined) return undefined;
      try {
        return stateSchema.parse(JSON.parse(text.toString('utf8')));
      } catch (cause) {
        const message = `DATA_DIR: ${stateFile} is damaged, so that an older policy could pass for a newer one; look at how, then delete it to begin anew`;
        throw new ConfigError(message, { cause });
      }
    },
    read: () => readIfThere(archiveFile),
    // In this order a crash between the two leaves a bundle that is newer than its record.
    keep: async (archive, { serial, sha256 }) => {
      await writeWhole(archiveFile, archive, 0o600);
      await writeWhole(stateFile, `${JSON.stringify({ serial, sha256 })}\n`, 0o600);
    },
  };
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
