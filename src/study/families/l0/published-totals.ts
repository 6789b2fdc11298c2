/** What follows from the published totals of texts (arXiv 2505.17469, table 3), which are in megabytes of two to four digits. */
import { CHUNK_BYTES } from '../../../coding/packed-size.ts';
import type { PublishedTextTotals, PublishedTotal } from './published.ts';

const MEGABYTE = 1e6;

/** Bytes of the container around a chunk that is packed alone, which the paper counts: those that a single zero byte takes. */
const headers: Readonly<Record<string, number>> = { 'chunk-xz': 60, 'chunk-zstd': 10 };

/** Bits of a total for each byte of the text. */
export const totalRate = ({ bytes }: PublishedTextTotals, { megabytes }: PublishedTotal): number => (8 * MEGABYTE * megabytes) / bytes;

/** Bits a byte that the text alone takes under a network that nothing was taken from, at 4 bytes a number; null for others, whose size is not printed. */
export const impliedRate = ({ bytes }: PublishedTextTotals, { megabytes, parameters }: PublishedTotal): number | null =>
  parameters === undefined ? null : (8 * (MEGABYTE * megabytes - 4 * parameters)) / bytes;

/** What the headers of all chunks take of the total of a compressor, megabytes; null for networks. Without them it is as arXiv 2309.10668 counts. */
export function headerMegabytes({ bytes }: PublishedTextTotals, { compressor = '' }: PublishedTotal): number | null {
  const header = headers[compressor];
  return header === undefined ? null : (header * bytes) / CHUNK_BYTES / MEGABYTE;
}
