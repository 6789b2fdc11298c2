import { expect, test } from 'vitest';
import {
  addressedLesson,
  addressedPreset,
  addressedRecorded,
  addressedResult,
  addressedRun,
  addressOf,
  compareAddress,
  comparedRuns,
  lessonAddress,
  pageOf,
  presetAddress,
  recordedAddress,
  runAddress,
} from '../../../src/ui/route.ts';

/** What a browser says of an address. */
const at = (address: string) => {
  const { hash, href } = new URL(address, 'https://host.example/some/folder/');
  return { hash, href };
};

test.each([
  ['', 'front'],
  ['#', 'front'],
  ['#/', 'front'],
  ['#/lab', 'lab'],
  ['#/lab/', 'lab'],
  ['#lab', 'lab'],
  ['#/lab?preset=dtc-quick', 'lab'],
  ['#/runs', 'runs'],
  ['#/learn', 'learn'],
  ['#/learn/', 'learn'],
  ['#/learn/pruning', 'learn'],
  ['#/learn/%E0%A4%A', 'learn'],
  ['#/words', 'words'],
  ['#/reproduce', 'reproduce'],
  ['#/lab?recorded=dtc-quick', 'lab'],
  ['#/run/0a1b', 'lab'],
  ['#/run/%E0%A4%A', 'lab'],
  ['#/run/', null],
  ['#/compare/0a1b,2c', 'compare'],
  ['#/compare/', null],
  ['#/compare', null],
  // Result links of every form in which they were ever sent.
  ['#r=3.abc', 'lab'],
  ['#r=1.abc', 'lab'],
  ['%23r=1.abc', 'lab'],
  ['index.html#r%3D2.abc', 'lab'],
  // Of pages that there are none of.
  ['#/learned', null],
  ['#/Lab', null],
  ['#/lab/x', null],
  ['#/constructor', null],
  ['#/__proto__', null],
  ['#%E0%A4%A', null],
])('%j is the page %s', (address, page) => {
  expect(pageOf(at(address))).toBe(page);
});

test('every page has the address that leads to it', () => {
  for (const page of ['front', 'learn', 'lab', 'runs', 'words', 'reproduce'] as const) expect(pageOf(at(addressOf(page)))).toBe(page);
});

test('an address of the lab may name a preset', () => {
  expect(addressedPreset(at(presetAddress('l0 & more')).hash)).toBe('l0 & more');
  expect(addressedPreset('#/lab')).toBeNull();
  expect(addressedPreset('#/lab?')).toBeNull();
  expect(addressedPreset('#/runs?preset=dtc-quick')).toBeNull();
  expect(addressedResult(at(presetAddress('dtc-quick')))).toBeNull();
});

test('a lesson has an address, whatever is made of it', () => {
  for (const id of ['pruning', 'a/b', '100 %']) expect(addressedLesson(at(lessonAddress(id)).hash)).toBe(id);
  expect(['#/learn', '#/learn/', '#/lab', ''].map(addressedLesson)).toEqual([null, null, null, null]);
});

test('a recorded run has an address in the lab', () => {
  expect(addressedRecorded(at(recordedAddress('dtc-as-published')).hash)).toBe('dtc-as-published');
  expect(pageOf(at(recordedAddress('a & b')))).toBe('lab');
});

test('a stored run has an address, whatever its id', () => {
  for (const id of ['0a1b-2c', 'a/b?c#d', '100 %', '“ℓ0”']) expect(addressedRun(at(runAddress(id)).hash)).toBe(id);
  expect(['#/run/', '#/runs', '#/lab', '#r=3.abc', ''].map(addressedRun)).toEqual([null, null, null, null, null]);
});

test('so have runs beside each other, in their order and each once, whatever their ids', () => {
  const ids = ['0a1b-2c', 'a/b?c#d', '100 %', '“ℓ0”', 'a,b'];
  expect(comparedRuns(at(compareAddress(ids)).hash)).toEqual(ids);
  expect(comparedRuns('#/compare/b,a,b,,')).toEqual(['b', 'a']);
  expect(comparedRuns('#/compare/%E0%A4%A,a')).toEqual(['%E0%A4%A', 'a']);
  expect(['#/compare/', '#/compare/,', '#/run/a', '#/runs', ''].map(comparedRuns)).toEqual([null, null, null, null, null]);
});
