/** Lessons in frames of other pages: the addresses that ask for it, and the HTML that puts one there. */
import { xml } from '../../math/foreign-text.ts';

/** What an address may ask for: the layout of a frame, reports to the page around it, to keep nothing in this browser, and to let nobody out. */
type Asked = 'embed' | 'report' | 'memory' | 'kiosk';

export const isAskedFor = (what: Asked, { search }: Pick<Location, 'search'>): boolean => new URLSearchParams(search).has(what);

/** Whether an address asks for the layout of a frame. */
export const isEmbedAddress = (location: Pick<Location, 'search'>): boolean => isAskedFor('embed', location);

/** The same address that asks for something more. */
export function askingFor(what: Asked, url: string): string {
  const address = new URL(url);
  address.searchParams.set(what, '1');
  return address.href;
}

/** The same link in the layout of a frame. */
export const embedAddress = (url: string): string => askingFor('embed', url);

/** The address of the page without what it asks for in a frame, for links that are made in one. */
export function wholeAddress(url: string): string {
  const address = new URL(url);
  for (const what of ['embed', 'report'] satisfies Asked[]) address.searchParams.delete(what);
  return address.href;
}

/** HTML for the page of a course. @param title what screen readers call the frame */
export const iframeOf = (url: string, title: string): string =>
  xml`<iframe src="${url}" title="${title}" width="640" height="360" style="border:0" loading="lazy" allow="clipboard-write"></iframe>`;
