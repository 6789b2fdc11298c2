/** Addresses in messages, as a person reads them. */

/** Whether an address is one that no other computer can open: a file, or a server that runs here. */
export function isOfThisComputer(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'file:' || /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/u.test(hostname);
}

/** A message with the files of data sets named as they lie below the page: “data/mnist/manifest.json” instead of the whole address. */
export const relativeToPage = (message: string, page = document.baseURI): string =>
  message.replaceAll(new URL('data/', page).href, 'data/');
