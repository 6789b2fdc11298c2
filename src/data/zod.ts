/**
 * zod compiles schemas with `new Function` where it may. The lab's content-security policy forbids that, and even the attempt counts as
 * a violation, so the compiler is switched off before the first schema exists. Everybody takes `z` from here. Its complaints are
 * in words, since people read them.
 */
import { z } from 'zod';
import { complaintWords } from './complaint-words.ts';

z.config({ jitless: true, customError: complaintWords });

export { z };
