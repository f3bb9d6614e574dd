/** Whether the certificates between the services are good for a while. Makes none. */
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateFiles, SERVICES } from '../../lib/certs/index.ts';
import { codeOf } from '../../lib/errors/index.ts';
import { type Check, type Diagnosis, finding, note, ok } from './check.ts';

const DAY_MS = 86_400_000;
/** Whoever renews weekly has not forgotten them yet. */
const WARN_DAYS = 7;

export const certificatesCheck: Check = {
  name: 'certificates',
  run: async ({ DATA_DIR }) => {
    const dir = join(DATA_DIR, 'certs');
    if (!existsSync(dir)) return note(`none in ${dir} yet`, 'npm start makes them');
    const files = SERVICES.map(({ name }) => certificateFiles(dir, name).certFile);
    const found = await Promise.all(files.map((file) => examine(file, Date.now(), dir)));
    const wrong = found.flat();
    return wrong.length > 0 ? wrong : ok(`${files.length} services have one`);
  },
};

async function examine(file: string, now: number, dir: string): Promise<readonly Diagnosis[]> {
  const cure = `npx payscope certs --dir ${dir}`;
  try {
    const { validFrom, validTo } = new X509Certificate(await readFile(file));
    if (Date.parse(validFrom) > now)
      return finding(`${file} is not good before ${validFrom}`, cure);
    const days = (Date.parse(validTo) - now) / DAY_MS;
    if (days <= 0) return finding(`${file} ran out on ${validTo}`, cure);
    return days < WARN_DAYS ? note(`${file} runs out on ${validTo}`, cure) : [];
  } catch (error) {
    const what = codeOf(error) === 'ENOENT' ? 'is missing' : 'is no certificate';
    return finding(`${file} ${what}`, cure);
  }
}
