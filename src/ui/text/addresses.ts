/** Addresses in messages, as a person reads them. */

/** A message with the files of data sets named as they lie below the page: “data/mnist/manifest.json” instead of the whole address. */
export const relativeToPage = (message: string, page = document.baseURI): string =>
  message.replaceAll(new URL('data/', page).href, 'data/');
