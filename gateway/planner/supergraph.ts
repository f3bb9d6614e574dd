/** Reads a supergraph file and says clearly when it is none. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../lib/config/index.ts';

/** @throws {ConfigError} naming the file and what is wrong with it. */
export async function readSupergraph(file: string): Promise<string> {
  let sdl: string;
  try {
    sdl = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`SUPERGRAPH_FILE: "${file}" can't be read`, { cause });
  }
  if (!sdl.includes('join__Graph')) {
    throw new ConfigError(
      `SUPERGRAPH_FILE: "${file}" is no Federation 2 supergraph (it has no join__Graph)`,
    );
  }
  return sdl;
}
