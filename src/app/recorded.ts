/** Where the recorded runs are that come with the page. Each is named by its content in the build, so that a second visit has them offline. */
const addresses: Readonly<Record<string, string>> = import.meta.glob('../../recorded/*.result', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** @param id name of a recorded run @returns null where there is none of that name */
export const recordedUrl = (id: string): string | null => addresses[`../../recorded/${id}.result`] ?? null;
