/** Parsing that fails with the place in one line. */
import type { z } from '../data/zod.ts';
import { fieldWords, said } from './field-words.ts';

/** Throws for what does not fit. @param message naming the place and what is wrong there */
export type Fail = (message: string) => never;

/** A value as its schema gives it. @param at keys and places that lead to it, for the message */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: readonly PropertyKey[],
  fail: Fail,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return fail(`${said(fieldWords([...at, ...issue.path]) || 'it', issue.message)}.`);
}
