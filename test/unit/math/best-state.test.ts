import { describe, expect, it } from 'vitest';
import { BestState, type BestStateRule } from '../../../src/math/best-state.ts';
import vectors from '../../reference/l0-test-vectors.json';

/** Follows a whole phase that checks every `window`-th epoch and the last. */
function follow(losses: readonly number[], window: number, rule?: BestStateRule, settled?: (epoch: number) => boolean): BestState {
  const state = new BestState(rule);
  losses.forEach((loss, i) => {
    const epoch = i + 1;
    state.observe({ epoch, loss, check: epoch % window === 0 || epoch === losses.length, settled: settled?.(epoch) });
  });
  return state;
}

describe('BestState', () => {
  it.each(vectors.best_state_trace)('keeps epoch $snapshot_epoch of $val_loss checked every $window', (vector) => {
    const state = follow(vector.val_loss, vector.window);
    expect(state.snapshotEpoch).toBe(vector.snapshot_epoch);
    expect(state.returnsFinal).toBe(vector.returned === 'final');
  });

  it.each(vectors.best_state_trace)('keeps the least of $val_loss as argmin, and as the objective', (vector) => {
    expect(follow(vector.val_loss, 1, 'argmin').snapshotEpoch).toBe(vector.argmin_epoch);
    expect(follow(vector.val_loss, 1, 'objective').snapshotEpoch).toBe(vector.argmin_epoch);
  });

  it('keeps nothing as last', () => {
    const state = follow([1, 2, 3], 1, 'last');
    expect([state.snapshotEpoch, state.returnsFinal]).toEqual([null, true]);
  });

  it('hands on the starting state where the loss ends above the first epoch and nothing could be kept', () => {
    const state = follow([1, 3, 2], 3);
    expect([state.snapshotEpoch, state.returnsFinal]).toEqual([null, false]);
  });

  it('keeps no epoch at which γ is unsettled', () => {
    const losses = [1, 0.5, 0.6, 0.55, 0.58, 0.7];
    expect(follow(losses, 1).snapshotEpoch).toBe(5);
    expect(follow(losses, 1, 'turning-point', (epoch) => epoch !== 5).snapshotEpoch).toBe(3);
  });

  it('does not hand on a final state whose loss is NaN', () => {
    expect(follow([1, 0.5, 0.6, Number.NaN], 1).returnsFinal).toBe(false);
    expect(follow([1, 0.5, Number.NaN], 1, 'argmin')).toMatchObject({ snapshotEpoch: 2, returnsFinal: false });
  });
});
