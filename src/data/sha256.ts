/** SHA-256, by the cryptography of the browser. */

/**
 * @param withheld what to throw where the browser has none to give, as on addresses without https other than localhost
 */
export async function sha256(bytes: BufferSource, withheld: () => Error): Promise<Uint8Array> {
  const { subtle } = (globalThis as { readonly crypto?: { readonly subtle?: SubtleCrypto } }).crypto ?? {};
  if (!subtle) throw withheld();
  return new Uint8Array(await subtle.digest('SHA-256', bytes));
}

/** Two lower-case digits a byte. */
export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
