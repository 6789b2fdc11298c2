/** How an archive of a text is told from other files, without reading it. */

/** “PTXT” between bytes that text transfer would spoil, as PNG has it. */
export const TEXT_SIGNATURE = [0x89, 0x50, 0x54, 0x58, 0x54, 0x0d, 0x0a, 0x1a] as const;

/** Whether bytes begin as an archive does; the first eight are enough. */
export const looksLikeTextArchive = (bytes: Uint8Array): boolean => TEXT_SIGNATURE.every((byte, i) => bytes[i] === byte);
