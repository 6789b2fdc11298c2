import { describe, expect, it } from 'vitest';
import { decimals, duration, megabytes, plural, significant, timeLeft } from '../../../src/ui/text/format.ts';

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [0.42, '0.4 s'],
    [7.25, '7.3 s'],
    [9.99, '10 s'],
    [38, '38 s'],
    [59.6, '1 min'],
    [100, '1 min 40 s'],
    [3599, '59 min 59 s'],
    [7500, '2 h 05 min'],
    [172_799, '47 h 59 min'],
    [172_800, '2 days'],
    [578 * 3600 + 360, '24 days'],
  ])('writes %d seconds as “%s”', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('rounds a remaining time up, and above a minute to five seconds', () => {
    expect(timeLeft(37.1)).toBe('38 s left');
    expect(timeLeft(96)).toBe('1 min 40 s left');
  });
});

describe('numbers', () => {
  it('write an undefined value as a dash, and never a negative zero', () => {
    expect(decimals(null)).toBe('–');
    expect(decimals(Number.NaN)).toBe('–');
    expect(decimals(-0.00001)).toBe('0.0000');
    expect(decimals(-0.5, 2)).toBe('-0.50');
  });

  it('have as many significant figures as asked for', () => {
    expect(significant(0.123456)).toBe('0.123');
    expect(significant(3.14159e-9)).toBe('3.1e−9');
    expect(significant(0)).toBe('0');
  });

  it('come with their noun', () => {
    expect(plural(1, 'job')).toBe('1 job');
    expect(plural(1024, 'job')).toBe('1,024 jobs');
    expect(megabytes(11_490_434)).toBe('11.5 MB');
  });
});
