/** What stands behind the (i) of every figure of every family, and what it is about. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnFigures } from '../../../src/figures/columns.ts';
import type { FigureMaker } from '../../../src/figures/figure.ts';
import { families } from '../../../src/study/schema.ts';

const folder = join(import.meta.dirname, '../../../src/figures');
const isMaker = (one: unknown): one is FigureMaker => typeof one === 'object' && one !== null && 'make' in one;

/** Of each family’s folder of figures all that its list and what stands beside it holds. */
const drawn = await Promise.all(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && families.all.some(({ id }) => id === entry.name))
    .map(async ({ name }) => {
      const exported = Object.values((await import(join(folder, name, 'index.ts'))) as Record<string, unknown>);
      return [name, [...new Set(exported.flat().filter(isMaker))]] as const;
    }),
);
const ofColumns = families.all.map((family) => [`columns of ${family.id}`, columnFigures(family)] as const);

it('finds the figures of every family', () => {
  expect(drawn.map(([name]) => name).toSorted()).toEqual(families.all.map(({ id }) => id).toSorted());
  for (const [name, makers] of [...drawn, ...ofColumns]) expect(makers.length, name).toBeGreaterThan(5);
});

describe.each([...drawn, ...ofColumns])('%s', (_, makers) => {
  it.each(makers.map((maker) => [maker.name, maker.about] as const))(
    '%s says what it shows, how to read it and where it is from, in whole sentences',
    (_name, about) => {
      for (const text of [about.shows, about.read, about.source]) expect(text).toMatch(/^[\p{Lu}“].{20,}\.$/su);
      expect(new Set(Object.values(about)).size).toBe(3);
      // What is not of a paper says so.
      expect(about.source).toMatch(/arXiv 2505\.\d{5}|^Ours|^As the runs/u);
    },
  );
});

it('every figure of a family that draws its own has a topic, and topics have one id each', () => {
  const topics = new Map<string, unknown>();
  for (const { name, topic } of drawn.flatMap(([, makers]) => makers)) {
    expect(topic, name).toBeDefined();
    expect(topics.get(topic!.id) ?? topic).toBe(topic);
    topics.set(topic!.id, topic);
  }
});
