import { describe, expect, it } from 'vitest';
import { lazily, Registry } from '../../../src/data/registry.ts';

describe('a registry', () => {
  it('lists in the order of addition, and finds by id', () => {
    const things = new Registry<{ id: string }>('thing').add({ id: 'b' }, { id: 'a' }).add({ id: 'c' });
    expect(things.all.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect([...things].map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(things.get('a')).toEqual({ id: 'a' });
    expect(things.find('d')).toBeUndefined();
    expect(() => things.get('d')).toThrow('There is no thing “d”. There are b, a, c.');
  });

  it('takes no id twice', () => {
    expect(() => new Registry('thing').add({ id: 'a' }, { id: 'a' })).toThrow('There is a thing “a” already.');
  });

  it.each<[string, (things: Registry<{ id: string }>) => unknown]>([
    ['all', (things) => things.all],
    ['get', (things) => things.get('a')],
    ['find', (things) => things.find('b')],
    ['iteration', (things) => [...things]],
  ])('is sealed by a look at it: %s', (_how, look) => {
    const things = new Registry<{ id: string }>('thing').add({ id: 'a' });
    look(things);
    expect(() => things.add({ id: 'z' })).toThrow('register it before anything asks');
  });
});

describe('lazily', () => {
  it('makes a value once, at its first use', () => {
    let made = 0;
    const value = lazily(() => ({ made: ++made }));
    expect(made).toBe(0);
    expect(value()).toBe(value());
    expect(made).toBe(1);
  });

  it('keeps undefined as well, and no error', () => {
    let tries = 0;
    const nothing = lazily(() => void ++tries);
    nothing();
    nothing();
    expect(tries).toBe(1);
    const failing = lazily(() => {
      if (++tries === 2) throw new Error('not yet');
      return tries;
    });
    expect(failing).toThrow('not yet');
    expect(failing()).toBe(3);
  });
});
