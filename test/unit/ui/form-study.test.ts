/**
 * What is laid out for one study never meets another. A page that React draws in slices lets the lab change in between: a field that asks the lab
 * then is told of a study that has no such setting. Fields ask their form, and figures are handed the numbers of their family.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** They draw no field that only some studies have. */
const ofAnyStudy = ['StudyForm.tsx', 'StudyName.tsx', 'StudySummary.tsx', 'BesideJobs.tsx', 'BackendSelect.tsx'];

test('no field of the form asks the lab for its study', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'ui', 'form');
  const fields = readdirSync(folder).filter((name) => name.endsWith('.tsx') && !ofAnyStudy.includes(name));
  expect(fields.length).toBeGreaterThan(5);
  for (const name of fields) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect([name, /useLab\(\(?(?:\w+\)? => \w+\.study|\{ study)/u.test(text)]).toEqual([name, false]);
  }
});
