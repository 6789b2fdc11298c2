/**
 * Result links: `#r=4.<base64url of deflate-raw JSON>`, the JSON being a digest (src/study/digest-format.ts). Whoever opens one may have
 * got it from anybody, so it is capped before and after unpacking, parsed strictly, and never run by itself.
 */
import { bytesText, grouped } from '../math/number-text.ts';
import { deflateRaw, inflateRaw } from '../coding/deflate.ts';
import { fromBase64Url, toBase64Url } from '../study/base64url.ts';
import { DIGEST_VERSION, DigestError, digestMigrations, packDigest, unpackDigest, versionOf } from '../study/digest-format.ts';
import type { Digest } from '../study/digest.ts';
import { migrate, VersionError } from '../study/migrate.ts';
import { partsOfFragment, readingsOf } from './link-text.ts';
import { parseUntrusted } from './untrusted-json.ts';

/** Longest address that is offered as a link: mail and chat programs begin to break beyond it. */
export const MAX_LINK_CHARACTERS = 8000;

/** Longest fragment that is opened, and bytes it may unpack to. A 9-job study of 34 cycles has 6,000 characters and unpacks to 15 kB. */
const MAX_FRAGMENT = 64 * 1024;
const MAX_UNPACKED = 1024 * 1024;

/** Why a link was refused. */
export class LinkError extends Error {
  /**
   * `format`: no result link; `version`: from another version; `damaged`: cut off or garbled; `size`: too large; `content`: not what
   * a link holds; `hash`: its study is not the one it was made with.
   */
  readonly kind: 'format' | 'version' | 'damaged' | 'size' | 'content' | 'hash';

  constructor(kind: LinkError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LinkError';
    this.kind = kind;
  }
}

/** What follows the `#` of a result link, without the `#`. */
export async function linkFragment(digest: Digest): Promise<string> {
  return `r=${versionOf(digest)}.${toBase64Url(await deflateRaw(new TextEncoder().encode(JSON.stringify(await packDigest(digest)))))}`;
}

/**
 * The digest in a result link, whatever a mail or chat program has appended to it or broken it into.
 * @param fragment with or without the `#`
 * @throws LinkError naming what is wrong and what to do
 */
export async function readLink(fragment: string): Promise<Digest> {
  if (fragment.length > MAX_FRAGMENT) {
    throw new LinkError(
      'size',
      `This link has ${grouped(fragment.length)} characters; at most ${grouped(MAX_FRAGMENT)} are opened. Ask for the result file instead.`,
    );
  }
  const parts = partsOfFragment(fragment);
  if (!parts) {
    throw new LinkError(
      'format',
      'This address holds no result: a result link reads “#r=” with a number and a dot, and then letters and digits. Copy the whole link again.',
    );
  }
  const { version, data } = parts;
  try {
    const json = migrate(version > DIGEST_VERSION ? null : await unpack(data), version, DIGEST_VERSION, digestMigrations, 'This link');
    return await unpackDigest(json);
  } catch (error) {
    throw asLinkError(error);
  }
}

async function unpack(data: string): Promise<unknown> {
  const json = await textOf(data);
  if (json === null) {
    throw new LinkError(
      'size',
      `This link unpacks to more than ${bytesText(MAX_UNPACKED)}, which no result of the lab does. It was not opened: ask for the result file instead.`,
    );
  }
  try {
    return parseUntrusted(json);
  } catch (cause) {
    throw new LinkError('content', `This link holds no result that Parsimony wrote. ${(cause as Error).message} Nothing was opened.`, {
      cause,
    });
  }
}

/** The text that was packed; null if it has more bytes than any link. @throws LinkError (damaged) */
async function textOf(data: string): Promise<string | null> {
  let first: unknown;
  for (const reading of readingsOf(data)) {
    try {
      const bytes = await inflateRaw(fromBase64Url(reading), MAX_UNPACKED);
      return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (error) {
      first ??= error;
    }
  }
  throw new LinkError(
    'damaged',
    'This link is damaged or was cut off on its way. Copy it again in full, from “#r=” to its end, or ask for the result file.',
    { cause: first },
  );
}

function asLinkError(error: unknown): unknown {
  if (error instanceof VersionError) return new LinkError('version', error.message, { cause: error });
  if (!(error instanceof DigestError)) return error;
  return error.kind === 'hash'
    ? new LinkError(
        'hash',
        'The study in this link is not the one that its result was measured with, so it was changed or damaged. Ask for the link again.',
        { cause: error },
      )
    : new LinkError(
        'content',
        `This link does not hold a result that Parsimony wrote. ${error.message} Nothing was opened; ask for the link again.`,
        { cause: error },
      );
}
