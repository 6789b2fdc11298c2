import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Roster } from '../../../../src/compression/dtc/roster.ts';

test('neurons are told by their places as built, however those that stay are moved', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(), { minLength: 1 }), { maxLength: 6 }), (prunes) => {
      const roster = new Roster([9], null);
      // The layer itself, its neurons named by their places.
      let layer = 'abcdefghi'.split('');
      const gone = new Set<string>();
      for (const prune of prunes) {
        const kept = [...new Set(prune.map((place) => place % layer.length))];
        const { removed } = roster.keep(0, kept);
        const left = kept.map((place) => layer[place]);
        const went = layer.filter((neuron) => !left.includes(neuron));
        expect(removed?.map((place) => 'abcdefghi'[place])).toEqual(went.sort());
        for (const neuron of went) gone.add(neuron);
        layer = left;
        expect(roster.alive.alive?.[0].map((place) => 'abcdefghi'[place])).toEqual(layer);
      }
      expect(gone.size + layer.length).toBe(9);
    }),
  );
});

test('nothing is told of a job that goes on from a checkpoint that does not say who is left', () => {
  const old = { kind: 'dtc', cycles: 1, trainingSteps: 9, accuracyAfterFirstStep: 0.1, widths: [4, 2, 2], weights: [] } as const;
  const roster = new Roster([3], { ...old, widths: [...old.widths], weights: [] });
  expect(roster.keep(0, [1])).toEqual({});
  expect(roster.alive).toEqual({});
  const going = new Roster([3], { ...old, widths: [...old.widths], weights: [], alive: [[2, 0]] });
  expect(going.keep(0, [0])).toEqual({ removed: [0] });
});
