import { expect, it } from 'vitest';
import { cliConfig } from '../../cli/config.ts';
import { GatewayEnvironment } from '../../gateway/config.ts';
import { SubgraphConfigSchema } from '../../lib/subgraph/config.ts';
import { generateConfigDoc } from './config-doc.ts';

it('every variable has a row with what it takes', async () => {
  const page = (await generateConfigDoc()).get('docs/config.md') ?? '';
  for (const schema of [GatewayEnvironment, SubgraphConfigSchema, cliConfig]) {
    for (const name of Object.keys(schema.shape)) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| .* \\| \\S.* \\|$`, 'm'));
    }
  }
});

it('says what is required and what is the default', async () => {
  const page = (await generateConfigDoc()).get('docs/config.md') ?? '';
  expect(page).toContain('| `PORT` | `4000` |');
  expect(page).toContain('| `HOP_JWKS_FILE` | required |');
});
