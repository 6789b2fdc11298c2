/** How fast a job trains, told early and late. */
import { describe, expect, it } from 'vitest';
import { RunningRate } from '../../../src/compression/rate.ts';

describe('the running rate', () => {
  it('is what chunks of one pace have, and 0 before any', () => {
    const rate = new RunningRate();
    expect(rate.value).toBe(0);
    for (let chunk = 0; chunk < 50; chunk++) {
      rate.add(3, 0.05);
      expect(rate.value).toBeCloseTo(60, 9);
    }
  });

  it('takes nothing from the first chunk, which compiles, once there is another', () => {
    const rate = new RunningRate();
    rate.add(1, 2);
    expect(rate.value).toBeCloseTo(0.5, 9);
    rate.add(4, 0.05);
    expect(rate.value).toBeCloseTo(80, 9);
  });

  it('follows another pace within some seconds', () => {
    const rate = new RunningRate();
    for (let chunk = 0; chunk < 100; chunk++) rate.add(5, 0.05);
    for (let chunk = 0; chunk < 180; chunk++) rate.add(1, 0.05);
    // Nine seconds are three times its memory: a twentieth of what was before is left.
    expect(rate.value).toBeGreaterThan(20);
    expect(rate.value).toBeLessThan(20 + 0.06 * 80);
  });
});
