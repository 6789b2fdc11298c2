/** A small network as a drawing: what leads to its output, and what is drawn alike. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Wiring } from '../../../src/study/wiring.ts';
import { edgeClasses, edgesOf, leftOf, linesOf, neuronsOf, reachesOutput, widthsOf } from '../../../src/figures/wiring.ts';

/** Networks of two layers of small whole numbers, many of them 0. */
const numbers = (length: number) => fc.array(fc.constantFrom(0, 0, 0, 1, -2), { minLength: length, maxLength: length });
const wirings = fc
  .record({ inputs: fc.integer({ min: 1, max: 4 }), hidden: fc.integer({ min: 1, max: 4 }), outputs: fc.integer({ min: 1, max: 2 }) })
  .chain(({ inputs, hidden, outputs }) =>
    fc
      .tuple(numbers(inputs * hidden), numbers(hidden), numbers(hidden * outputs), numbers(outputs))
      .map(([first, bias, second, last]): Wiring => ({ weights: [first, second], biases: [bias, last] })),
  );

/** Without biases a network of positive weights gives more than 0 for inputs of 1 just where a way leads through it. */
function gives({ weights: [first, second], biases: [bias, last] }: Wiring): number[] {
  const inputs = first.length / bias.length;
  const hidden = Array.from(bias, (_, to) =>
    Array.from({ length: inputs }, (_value, from) => Math.abs(first[to * inputs + from])).reduce((a, b) => a + b, 0),
  );
  return Array.from(last, (_, to) => hidden.reduce((sum, value, from) => sum + value * Math.abs(second[to * hidden.length + from]), 0));
}

describe('a drawing of a network', () => {
  it('knows whether a way leads to the output', () => {
    fc.assert(fc.property(wirings, (wiring) => reachesOutput(wiring) === gives(wiring).some((value) => value > 0)));
  });

  it('draws each weight once, alike by sign, size and fate, and each neuron with its lines', () => {
    fc.assert(
      fc.property(wirings, (before) => {
        // The weights of −2 go.
        const cut = (values: ArrayLike<number>): number[] => Array.from(values, (value) => (value < 0 ? 0 : value));
        const after = { weights: before.weights.map(cut), biases: before.biases.map(cut) };
        const thinned = { before, after };
        const classes = edgeClasses(thinned, 'before');
        expect(classes.flatMap(({ edges }) => edges)).toHaveLength(linesOf(before));
        for (const { isAbove, goes, edges } of classes) {
          expect(goes).toBe(!isAbove);
          for (const { weight } of edges) expect(weight > 0).toBe(isAbove);
        }
        expect(edgeClasses(thinned, 'after').every(({ goes }) => !goes)).toBe(true);
        expect(edgesOf(thinned, 'after')).toHaveLength(linesOf(after));
        const neurons = neuronsOf(thinned, 'before');
        expect(neurons).toHaveLength(widthsOf(before).reduce((sum, width) => sum + width, 0));
        expect(neurons.reduce((sum, { incoming }) => sum + incoming, 0)).toBe(linesOf(before));
        expect(neurons.reduce((sum, { outgoing, bias }) => sum + outgoing + Number(!!bias), 0)).toBe(leftOf(before));
      }),
    );
  });
});
