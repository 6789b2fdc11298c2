import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normalisationTable, normalisePixels } from '../../../src/data/normalise.ts';

/**
 * ((p / 255) − mean) / std in numpy 2.4 float32 arithmetic: the values at p = 0, 1, 127, 128, 254, 255, and the SHA-256
 * of all 256 as little-endian float32. −0.4242 and 2.8215 are also what PyTorch users know as MNIST's range.
 */
const reference = [
  {
    mean: 0.1307,
    std: 0.3081,
    values: [-0.4242129623889923, -0.4114847183227539, 1.192272663116455, 1.2050011157989502, 2.808758497238159, 2.821486711502075],
    sha256: '0103dbab6b16bfcaea0aa75d7377b4b22bb6792081600921bee4a17ff9c4d33e',
  },
  {
    mean: 0.4914,
    std: 0.247,
    values: [-1.9894737005233765, -1.9735969305038452, 0.026879403740167618, 0.04275631904602051, 2.0432324409484863, 2.0591094493865967],
    sha256: '9db1cde6c5e37298e46926119e83ee217cadc3a768d928d4356f94fc67e7ca8f',
  },
  {
    mean: 0.4822,
    std: 0.2435,
    values: [-1.9802875518798828, -1.9641824960708618, 0.06504812836647034, 0.0811532586812973, 2.110383987426758, 2.12648868560791],
    sha256: 'cd548b7f78cfb072f71ed2781bc261bac5e55687fd0f4f493dd9c7f5af7af779',
  },
  {
    mean: 0.4465,
    std: 0.2616,
    values: [-1.7068043947219849, -1.6918137073516846, 0.19701534509658813, 0.21200616657733917, 2.100835084915161, 2.115825891494751],
    sha256: 'c1dd303abca4e390dedd8a0c5dd6a7309d5be9c2d8cf549509aaf6e013c903cf',
  },
];

describe('normalisationTable', () => {
  it.each(reference)('equals float32 arithmetic bit for bit (mean $mean, std $std)', ({ mean, std, values, sha256 }) => {
    const table = normalisationTable({ mean: [mean], std: [std] });
    expect([0, 1, 127, 128, 254, 255].map((pixel) => table[pixel])).toEqual(values);
    expect(createHash('sha256').update(new Uint8Array(table.buffer)).digest('hex')).toBe(sha256);
  });

  it('stands for (p/255 − mean)/std', () => {
    const table = normalisationTable({ mean: [0.1307], std: [0.3081] });
    table.forEach((value, pixel) => expect(value).toBeCloseTo((pixel / 255 - 0.1307) / 0.3081, 6));
  });

  it.each([
    { mean: [], std: [] },
    { mean: [0.5], std: [0.5, 0.5] },
    { mean: [0.5], std: [0] },
    { mean: [0.5], std: [Number.NaN] },
    { mean: [0.5], std: [-1] },
  ])('refuses $mean and $std', (normalisation) => {
    expect(() => normalisationTable(normalisation)).toThrow(RangeError);
  });
});

describe('normalisePixels', () => {
  const mean = reference.slice(1).map((channel) => channel.mean);
  const std = reference.slice(1).map((channel) => channel.std);
  const table = normalisationTable({ mean, std });

  it('takes each channel by its own mean and std, from the offset on', () => {
    const target = new Float32Array(10).fill(7);
    normalisePixels(Uint8Array.of(0, 0, 0, 255, 127, 1), table, target, 2);
    const [red, green, blue] = reference.slice(1).map(({ values }) => values);
    expect([...target]).toEqual([7, 7, red?.[0], green?.[0], blue?.[0], red?.[5], green?.[2], blue?.[1], 7, 7]);
  });

  it('refuses half pixels and too small a target', () => {
    expect(() => normalisePixels(new Uint8Array(4), table, new Float32Array(9))).toThrow(/not whole pixels/);
    expect(() => normalisePixels(new Uint8Array(6), table, new Float32Array(6), 1)).toThrow(/do not fit/);
    expect(() => normalisePixels(new Uint8Array(6), table.subarray(1), new Float32Array(6))).toThrow(RangeError);
  });
});
