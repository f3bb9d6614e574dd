import { describe, expect, it } from 'vitest';
import { rules } from './tidy/rules.ts';
import { readSources } from './tidy/sources.ts';

const sources = readSources();

describe('the house style', () => {
  it('is looked for in all the sources', () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  it.each(rules)('$name', (rule) => {
    const found = sources.flatMap((file) => rule.find(file).map((what) => `${file.path}: ${what}`));
    expect(found).toEqual([]);
  });
});
