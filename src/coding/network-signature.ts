/** How a network file of Parsimony is told from others, without reading it. */

/** “PNET” between bytes that text transfer would spoil, as PNG has it. */
export const NETWORK_SIGNATURE = [0x89, 0x50, 0x4e, 0x45, 0x54, 0x0d, 0x0a, 0x1a] as const;

/** What the name of a network file ends in, without the dot. */
export const NETWORK_FILE_ENDING = 'parsimony-net';

/** Whether bytes begin as a network file does; the first eight are enough. */
export const looksLikeNetworkFile = (bytes: Uint8Array): boolean => NETWORK_SIGNATURE.every((byte, i) => bytes[i] === byte);
