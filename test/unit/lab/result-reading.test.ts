/** Large result files, read as in a worker: the reader itself, at the other end of a channel. */
import * as Comlink from 'comlink';
import { describe, expect, it, test } from 'vitest';
import type { LabState } from '../../../src/lab/contract.ts';
import { parseResult, ResultFileError, resultOf, resultText } from '../../../src/lab/result-file.ts';
import { ResultReader } from '../../../src/lab/result-reader.ts';
import { ResultReading } from '../../../src/lab/result-reading.ts';
import { parseUntrusted } from '../../../src/lab/untrusted-json.ts';
import type { WorkerLike } from '../../../src/lab/worker-life.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import { noisyRecords, testEnvironment } from '../study/noisy-records.ts';

const { study, records } = noisyRecords(
  {
    name: 'Many',
    job: { model: { hidden: [40, 20] } },
    axes: [{ path: 'seed', values: Array.from({ length: 60 }, (_value, seed) => seed) }],
  },
  34,
);
const result = resultOf(study, records, testEnvironment);
const whole = new File([resultText(result)], 'many.json');

/** @param answers whether anybody is at the other end */
function channel(ended: () => void, answers = true): WorkerLike {
  const { port1, port2 } = new MessageChannel();
  if (answers) Comlink.expose(new ResultReader(), port1);
  return Object.assign(port2, {
    terminate: () => {
      ended();
      port1.close();
      port2.close();
    },
  });
}

function opened(...workers: ('answers' | 'silent')[]) {
  const seen: LabState['reading'][] = [];
  const left = [...workers];
  let running = 0;
  const spawnResultReader = (): WorkerLike => {
    running += 1;
    return channel(() => (running -= 1), left.shift() !== 'silent');
  };
  const reading = new ResultReading({ set: (change) => seen.push(change.reading ?? null) }, { spawnResultReader }, 0);
  return { reading, seen, running: () => running };
}

const refusal = (reading: Promise<unknown>): Promise<ResultFileError> =>
  reading.then(
    () => expect.fail('it was read'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ResultFileError);
      return error as ResultFileError;
    },
  );

describe('a large result file', () => {
  it('comes in pieces, with its digest, and is what a small one is; its worker is ended', async () => {
    const { reading, seen, running } = opened();
    const read = await reading.read(whole);
    expect(read.result).toEqual(parseResult(await whole.text(), 'many.json'));
    expect(read.digest).toEqual(await digestOf(study, records, testEnvironment));
    expect(running()).toBe(0);
    expect(seen.at(-1)).toBeNull();
    const stages = seen.flatMap((now) => now?.doing ?? []);
    expect([...new Set(stages)]).toEqual(['reading', 'checking', 'opening']);
    // In several pieces, or the page would stand still.
    expect(whole.size).toBeGreaterThan(1e6);
    expect(stages.filter((stage) => stage === 'opening').length).toBeGreaterThan(3);
  });

  it('is refused with the words of a small one', async () => {
    for (const text of ['{', '[]', resultText(result).replace('"steps"', '"stops"'), '{"__proto__":1}']) {
      const file = new File([text], 'odd.json');
      const expected = await refusal(Promise.resolve().then(() => parseResult(text, 'odd.json')));
      const { reading, seen, running } = opened();
      const error = await refusal(reading.read(file));
      expect([error.kind, error.message]).toEqual([expected.kind, expected.message]);
      expect([running(), seen.at(-1)]).toEqual([0, null]);
    }
  });

  it('can be given up, and the next one is read', async () => {
    const { reading, seen, running } = opened('silent', 'answers');
    const first = refusal(reading.read(whole));
    const second = reading.read(whole);
    await Promise.resolve();
    expect(seen.at(-1)).toMatchObject({ name: 'many.json', doing: 'reading' });
    reading.cancel();
    expect((await first).kind).toBe('cancelled');
    expect((await second).result.records.length).toBe(60);
    expect(running()).toBe(0);
    // Nothing is being read: nothing happens.
    reading.cancel();
  });

  it('is refused by its size before there is a worker', async () => {
    const file = new File([], 'huge.json');
    Object.defineProperty(file, 'size', { value: 200_000_001 });
    const { reading, seen } = opened();
    expect((await refusal(reading.read(file))).kind).toBe('size');
    expect(seen).toEqual([]);
  });
});

test('names that reach a prototype are found at any depth and however they are written, and only as names', () => {
  for (const name of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'c\\u006fnstructor']) {
    expect(() => parseUntrusted(`[{"a":[1,{"${name}":1}]}]`), name).toThrow(/It names a member/);
    expect(parseUntrusted(`{"a":"${name}"}`)).toEqual(JSON.parse(`{"a":"${name}"}`));
  }
  expect(parseUntrusted('"\\u0061"')).toBe('a');
  expect(parseUntrusted('null')).toBeNull();
  expect(() => parseUntrusted(`${'['.repeat(5000)}{"constructor":1}${']'.repeat(5000)}`)).toThrow(/constructor/);
});
