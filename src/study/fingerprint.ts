/** Hashes that say whether two studies, or what two jobs measured, are the same. */
import { toBase64Url } from './base64url.ts';
import type { Step } from './job-record.ts';
import { canonicalJson, families, familyOf, studySchema, type Study, type StudyInput } from './schema.ts';
import { hexOf, sha256 } from '../data/sha256.ts';

/** Bytes of the SHA-256 that a fingerprint keeps: 96 bits are far more than chance could ever match. */
const FINGERPRINT_BYTES = 12;

/** @throws Error where the browser withholds its cryptography */
const hashOf = (content: string | BufferSource): Promise<Uint8Array> =>
  sha256(
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
    () =>
      new Error(
        'Results can be shared and compared only on an https address or on localhost, since browsers compute SHA-256 nowhere else. Open the lab there.',
      ),
  );

/** Fingerprint of the exact numbers of a job, timings left out: 16 characters of base64url. @param steps of one family */
export async function fingerprintOf(steps: readonly Step[]): Promise<string> {
  const exact = steps.map((step) => families.get(step.kind).digest.exact(step));
  return toBase64Url((await hashOf(canonicalJson(exact))).subarray(0, FINGERPRINT_BYTES));
}

/**
 * What of a study differs from the defaults; the schema turns it into the study again. It keeps links short, and it does not change when
 * a later version adds a setting whose default is what was done before.
 */
export function sparseStudy(study: Study): StudyInput {
  const { method } = study.job.compression;
  // The first family is told by leaving its method out, as links of version 1 do.
  const family = familyOf(study.job);
  // Any other one is told by a method of its; its first takes the default data, which another may refuse.
  const [first] = family.methods;
  const told = family === familyOf({}) ? {} : { compression: { method: first.id } };
  const defaults = studySchema.parse({ name: study.name, job: told });
  const changed = { ...(difference(study, defaults) as Partial<StudyInput>), name: study.name };
  if (!told.compression) return changed;
  return { ...changed, job: { ...changed.job, compression: { ...changed.job?.compression, method } } };
}

/** SHA-256 of a study in canonical, sparse form, as 32 bytes. */
export const studyHash = (study: Study): Promise<Uint8Array> => hashOf(canonicalJson(sparseStudy(study)));

/** The same in hexadecimal, for people. */
export const studyHashHex = async (study: Study): Promise<string> => hexOf(await studyHash(study));

/** SHA-256 of bytes or of a text in UTF-8, in hexadecimal. @throws as studyHash */
export const sha256Hex = async (content: string | BufferSource): Promise<string> => hexOf(await hashOf(content));

/** The members of `value` that differ from those of `defaults`; undefined where none does. */
function difference(value: unknown, defaults: unknown): unknown {
  if (isObject(value) && isObject(defaults)) {
    const members = Object.entries(value)
      .map(([key, member]) => [key, difference(member, defaults[key])] as const)
      .filter(([, member]) => member !== undefined);
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
  return canonicalJson(value) === canonicalJson(defaults) ? undefined : value;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
